package dev.powerstrip.provider.compatible;

/**
 * Tells the thoughts that a text begins with, {@code <think>..</think>}, from what follows, however it is cut into pieces.
 * One answer, one thread.
 */
final class ThinkTags {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private final StringBuilder held = new StringBuilder();
    private Part part = Part.BEGINNING;

    private enum Part {
        BEGINNING, THOUGHTS, GAP, TEXT
    }

    /** What a piece holds of either. */
    record Split(String thoughts, String text) {}

    /** Takes the next piece; what may be the beginning of a tag is held back. */
    Split next(String piece) {
        held.append(piece);
        var thoughts = new StringBuilder();
        if (part == Part.BEGINNING) {
            begin();
        }
        if (part == Part.THOUGHTS) {
            think(thoughts);
        }
        if (part == Part.GAP) {
            skipSpace();
        }
        return new Split(thoughts.toString(), part == Part.TEXT ? take(held.length()) : "");
    }

    /** Takes the last piece. */
    Split last(String piece) {
        var split = next(piece);
        var rest = take(held.length());
        return part == Part.THOUGHTS ? new Split(split.thoughts + rest, split.text)
            : new Split(split.thoughts, split.text + (part == Part.GAP ? "" : rest));
    }

    private void begin() {
        var text = held.toString().stripLeading();
        if (text.startsWith(OPEN)) {
            held.setLength(0);
            held.append(text.substring(OPEN.length()));
            part = Part.THOUGHTS;
        } else if (!OPEN.startsWith(text)) {
            part = Part.TEXT;
        }
    }

    private void think(StringBuilder thoughts) {
        int end = held.indexOf(CLOSE);
        if (end >= 0) {
            thoughts.append(take(end));
            take(CLOSE.length());
            part = Part.GAP;
        } else {
            thoughts.append(take(held.length() - begunTag()));
        }
    }

    /** How many characters at the end may begin the closing tag. */
    private int begunTag() {
        int length = Math.min(CLOSE.length() - 1, held.length());
        while (!CLOSE.startsWith(held.substring(held.length() - length))) {
            length--;
        }
        return length;
    }

    private void skipSpace() {
        var text = held.toString().stripLeading();
        held.setLength(0);
        held.append(text);
        part = text.isEmpty() ? Part.GAP : Part.TEXT;
    }

    private String take(int length) {
        var taken = held.substring(0, length);
        held.delete(0, length);
        return taken;
    }
}
