package dev.powerstrip.sdk.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Walks over JSON bytes once, checking the grammar, eight bytes of a string at a time. */
final class JsonScanner {

    /** Deeper nesting than this is refused in what comes from elsewhere: no model's API needs it. */
    static final int MAX_DEPTH = 200;
    /** What is put around such values may nest them as deep as Gson still builds a tree. */
    static final int MAX_COMPOSED_DEPTH = 255;

    private static final int MAX_NAME_SHOWN = 64;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    /** What turns a quote into a space, and neither a space nor a control character into anything below one. */
    private static final long QUOTE_TO_SPACE = ONES * ('"' ^ ' ');
    private static final long BACKSLASHES = ONES * '\\';
    private static final long AFTER_SPACES = ONES * (' ' + 1);

    private final byte[] json;
    private final int end;
    private final LongValues longValues;
    private final boolean checking;
    private final int deepest;
    private int at;

    private JsonScanner(byte[] json, int start, int end, LongValues longValues, boolean checking, int deepest) {
        this.json = json;
        this.at = start;
        this.end = end;
        this.longValues = longValues;
        this.checking = checking;
        this.deepest = deepest;
    }

    /** The one value of a document, with nothing but white space around it. */
    static JsonView document(byte[] json, int deepest) {
        return new JsonScanner(json, 0, json.length, new LongValues(), true, deepest).document();
    }

    private JsonView document() {
        skipSpace();
        int start = at;
        boolean object = at < end && json[at] == '{';
        var members = object ? members(true) : Members.NONE;
        if (!object) {
            skipValue(0);
        }
        int stop = at;
        skipSpace();
        if (at != end) {
            throw wrong("unexpected text after the value");
        }
        return new JsonView(json, longValues, start, start, stop, members);
    }

    /** The members of an object of a checked document. */
    static Members members(byte[] json, LongValues longValues, int start, int end) {
        return new JsonScanner(json, start, end, longValues, false, MAX_COMPOSED_DEPTH).members(false);
    }

    /** The items of an array of a checked document. */
    static List<JsonView> items(byte[] json, LongValues longValues, int start, int end) {
        return new JsonScanner(json, start, end, longValues, false, MAX_COMPOSED_DEPTH).items();
    }

    private Members members(boolean once) {
        expect('{');
        skipSpace();
        if (take('}')) {
            return Members.NONE;
        }
        var members = new Members(json, longValues);
        do {
            skipSpace();
            int nameStart = at;
            boolean escaped = skipString();
            int nameEnd = at;
            skipSpace();
            expect(':');
            skipSpace();
            int start = at;
            skipValue(1);
            members.add(nameStart, nameEnd, escaped, start, at);
            skipSpace();
        } while (take(','));
        close('}');
        return once ? distinct(members.complete()) : members.complete();
    }

    private static Members distinct(Members members) {
        int twin = members.twin();
        if (twin >= 0) {
            throw new MalformedJsonException(twice(members.name(twin)), members.value(twin).memberStart());
        }
        return members;
    }

    private static String twice(String name) {
        return name.length() > MAX_NAME_SHOWN ? "a field stands twice"
            : "the field \"%s\" stands twice".formatted(name);
    }

    private List<JsonView> items() {
        var items = new ArrayList<JsonView>();
        expect('[');
        skipSpace();
        if (take(']')) {
            return List.of();
        }
        do {
            skipSpace();
            int start = at;
            skipValue(1);
            items.add(new JsonView(json, longValues, start, start, at));
            skipSpace();
        } while (take(','));
        close(']');
        return Collections.unmodifiableList(items);
    }

    private void skipValue(int depth) {
        if (at == end) {
            throw wrong("a value is missing");
        }
        switch (json[at]) {
            case '{', '[', '"' -> {
                if (checking) {
                    checkLong(depth);
                } else {
                    jump(depth);
                }
            }
            case 't' -> skipLiteral("true");
            case 'f' -> skipLiteral("false");
            case 'n' -> skipLiteral("null");
            default -> skipNumber();
        }
    }

    private void checkLong(int depth) {
        int slot = longValues.begin(at, end);
        skipStructure(depth);
        longValues.end(slot, at);
    }

    private void jump(int depth) {
        int known = longValues.endOf(at);
        if (known > 0) {
            at = known;
        } else {
            skipStructure(depth);
        }
    }

    private void skipStructure(int depth) {
        if (json[at] == '"') {
            skipString();
        } else if (depth == deepest) {
            throw wrong("nested deeper than " + deepest + " levels");
        } else if (json[at] == '{') {
            skipObject(depth);
        } else {
            skipArray(depth);
        }
    }

    private void skipObject(int depth) {
        at++;
        skipSpace();
        if (take('}')) {
            return;
        }
        do {
            skipSpace();
            skipString();
            skipSpace();
            expect(':');
            skipSpace();
            skipValue(depth + 1);
            skipSpace();
        } while (take(','));
        close('}');
    }

    private void skipArray(int depth) {
        at++;
        skipSpace();
        if (take(']')) {
            return;
        }
        do {
            skipSpace();
            skipValue(depth + 1);
            skipSpace();
        } while (take(','));
        close(']');
    }

    /** Passes a string; tells whether it holds an escape. */
    private boolean skipString() {
        expect('"');
        boolean escaped = false;
        for (int i = endOfPlainText(at);; i = endOfPlainText(i)) {
            if (i >= end) {
                at = i;
                throw wrong("a string is not closed");
            }
            byte b = json[i];
            if (b == '"') {
                at = i + 1;
                return escaped;
            }
            at = i;
            if (b != '\\') {
                throw wrong("a control character stands unescaped in a string");
            }
            escaped = true;
            i = endOfEscape(i);
        }
    }

    /** The first quote, backslash or control character from here on. */
    private int endOfPlainText(int from) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long marks = marks((long) LONGS.get(json, i));
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >> 3);
            }
        }
        while (i < end && json[i] != '"' && json[i] != '\\' && (json[i] < 0 || json[i] >= ' ')) {
            i++;
        }
        return i;
    }

    /** The high bit of each byte that ends plain text; of bytes behind the first such one it may be set wrongly. */
    private static long marks(long word) {
        long quoteAsSpace = word ^ QUOTE_TO_SPACE;
        long backslash = word ^ BACKSLASHES;
        return ((quoteAsSpace - AFTER_SPACES) & ~quoteAsSpace | (backslash - ONES) & ~backslash) & HIGHS;
    }

    /** Behind the escape that begins at this backslash. */
    private int endOfEscape(int backslash) {
        if (backslash + 1 >= end) {
            at = end;
            throw wrong("a string is not closed");
        }
        return switch (json[backslash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> endOfHex(backslash + 2);
            default -> {
                at = backslash + 2;
                throw wrong("an unknown escape in a string");
            }
        };
    }

    private int endOfHex(int first) {
        for (int i = first; i < first + 4; i++) {
            if (i >= end || Character.digit(json[i], 16) < 0) {
                at = i;
                throw wrong("\\u is not followed by four hexadecimal digits");
            }
        }
        return first + 4;
    }

    private void skipLiteral(String literal) {
        for (int i = 0; i < literal.length(); i++, at++) {
            if (at >= end || json[at] != literal.charAt(i)) {
                throw wrong("a value is expected");
            }
        }
    }

    private void skipNumber() {
        take('-');
        if (!take('0')) {
            skipDigits();
        }
        if (take('.')) {
            skipDigits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            skipDigits();
        }
    }

    private void skipDigits() {
        int start = at;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a value is expected");
        }
    }

    private void skipSpace() {
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }

    private boolean take(char wanted) {
        if (at < end && json[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw wrong("'" + wanted + "' is expected");
        }
    }

    private void close(char wanted) {
        if (!take(wanted)) {
            throw wrong("',' or '" + wanted + "' is expected");
        }
    }

    private MalformedJsonException wrong(String problem) {
        return new MalformedJsonException(problem, at);
    }
}
