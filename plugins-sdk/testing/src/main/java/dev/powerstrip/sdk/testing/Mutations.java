package dev.powerstrip.sdk.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes a sound document that has JSON in it, a body or a stream of events, into one that nobody expects: values of other
 * types, numbers that fit nowhere, members that are missing, twice there or nested without end, text that is no text, an end
 * in the middle. What it does depends on its choices alone, so that the same choices give the same document again.
 */
public final class Mutations {

    private static final Pattern WORD = Pattern.compile("-?[0-9][0-9.eE+-]*|true|false|null");
    /** Beyond the depth to which JSON is read, and beyond what a call stack takes. */
    private static final int[] DEPTHS = {40, 190, 260, 20_000};
    private static final int LONG = 70_000;
    /** So that changes that double the document leave it one that is soon read. */
    private static final int MAX_LENGTH = 100_000;
    private static final List<String> VALUES = List.of("null", "true", "false", "0", "-1", "1", "1.5", "-0.0", "1e400",
        "-1e400", "1e-400", "2147483648", "9223372036854775808", "1E+2147483647", "1e99999999999", "9".repeat(400),
        "\"\"",
        "\" \"", "\"null\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\\"\\\\\\n\"", "\"data:;base64,\"",
        "\"data:image/png;base64,!!\"", "\"data:\"", "\"https://\"", "\"http://[::1\"", "\"{\"", "\"{}\"", "\"[1]\"",
        "[]",
        "{}", "[null]", "[[]]", "[{}]", "[\"\"]", "{\"\":null}", "{\"type\":null}", "{\"type\":\"text\"}",
        "[1,\"a\",{}]",
        "NaN", "-", "\"", "{", "]", "");
    private static final List<String> BYTES
        = List.of("\u0000", "\u00ff", "\u00c3", "\u00ed\u00a0\u0080", "\u00f0\u009f\u0098",
            "\u00ef\u00bb\u00bf", "\n", "\r", "\n\n", "\u001f", "data: ", "event: x\n", ":");

    private final IntUnaryOperator choices;

    /**
     * Mutations that depend on these choices.
     *
     * @param choices given a number, makes one that is at least 0 and less than it, as {@link java.util.Random#nextInt(int)}
     *        does
     */
    public Mutations(IntUnaryOperator choices) {
        this.choices = choices;
    }

    /** The document with so many changes. */
    public byte[] of(byte[] document, int changes) {
        var text = new String(document, ISO_8859_1);
        for (int i = 0; i < changes && text.length() < MAX_LENGTH; i++) {
            text = changed(text);
        }
        return text.getBytes(ISO_8859_1);
    }

    private String changed(String text) {
        var values = values(text);
        if (values.isEmpty()) {
            return spoiled(text);
        }
        var value = values.get(below(values.size()));
        var said = text.substring(value.start, value.end);
        return switch (below(12)) {
            case 0, 1, 2 -> value.replacedIn(text, one(VALUES));
            case 3, 4 -> value.replacedIn(text, other(text, values));
            case 5 -> value.replacedIn(text, nested(said));
            case 6 -> value.replacedIn(text, "[" + said + "]");
            case 7 -> value.replacedIn(text, below(2) == 0 ? longer(said) : said + "," + said);
            case 8 -> value.withoutMemberIn(text);
            case 9 -> value.twiceIn(text, below(2) == 0 ? one(VALUES) : other(text, values));
            case 10 -> value.replacedIn(text, repeated(said));
            default -> spoiled(text);
        };
    }

    private String other(String text, List<Value> values) {
        var other = values.get(below(values.size()));
        return text.substring(other.start, other.end);
    }

    private String nested(String said) {
        int depth = DEPTHS[below(DEPTHS.length)];
        return below(2) == 0 ? "[".repeat(depth) + said + "]".repeat(depth)
            : "{\"a\":".repeat(depth) + said + "}".repeat(depth);
    }

    private static String longer(String said) {
        return said.startsWith("\"") ? "\"" + "x\u00c3\u00a4".repeat(LONG / 3) + said.substring(1)
            : "\"" + "y".repeat(LONG) + "\"";
    }

    private String repeated(String said) {
        int times = Math.min(2 + below(300), LONG / Math.max(1, said.length()) + 1);
        return (said + ",").repeat(times) + said;
    }

    /** What a line or a careless program does to bytes. */
    private String spoiled(String text) {
        int at = below(text.length() + 1);
        return switch (below(3)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + one(BYTES) + text.substring(at);
            default -> at == text.length() ? text : text.substring(0, at) + (char) below(256) + text.substring(at + 1);
        };
    }

    private String one(List<String> of) {
        return of.get(below(of.size()));
    }

    private int below(int limit) {
        return choices.applyAsInt(limit);
    }

    /** Every JSON value in a text, the names of members among them, whatever stands between them. */
    private static List<Value> values(String text) {
        var values = new ArrayList<Value>();
        var open = new ArrayDeque<Integer>();
        var words = WORD.matcher(text);
        int name = -1;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '"') {
                end = endOfString(text, at);
                boolean named = end < text.length() && text.charAt(end) == ':';
                values.add(new Value(named ? -1 : name, at, end));
                name = named ? at : -1;
            } else if (c == '{' || c == '[') {
                open.push(name);
                open.push(at);
                name = -1;
            } else if ((c == '}' || c == ']') && !open.isEmpty()) {
                int start = open.pop();
                values.add(new Value(open.pop(), start, end));
                name = -1;
            } else if ((c == '-' || Character.isLetterOrDigit(c)) && words.region(at, text.length()).lookingAt()) {
                end = words.end();
                values.add(new Value(name, at, end));
                name = -1;
            }
            at = end;
        }
        return values;
    }

    private static int endOfString(String text, int start) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), at + 1);
    }

    /**
     * Where a value stands.
     *
     * @param member where the name begins under which it stands; negative if it stands under none
     */
    private record Value(int member, int start, int end) {

        String replacedIn(String text, String by) {
            return text.substring(0, start) + by + text.substring(end);
        }

        String withoutMemberIn(String text) {
            int from = member < 0 ? start : member;
            int to = end < text.length() && text.charAt(end) == ',' ? end + 1 : end;
            return text.substring(0, from) + text.substring(to);
        }

        String twiceIn(String text, String first) {
            return member < 0 ? replacedIn(text, first + "," + text.substring(start, end))
                : text.substring(0, member) + text.substring(member, start) + first + "," + text.substring(member);
        }
    }
}
