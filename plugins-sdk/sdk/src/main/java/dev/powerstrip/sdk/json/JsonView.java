package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One JSON value, seen in place: a range of bytes and what kind of value they are. Nothing is copied or built until it
 * is asked for, so looking at three fields of a large request costs one pass over its bytes.
 *
 * <p>{@link #parse} checks the whole document against the JSON grammar; every view below a parsed one is therefore
 * well-formed. Looking for a field of what is no object finds nothing. A view of nothing has kind {@link Kind#ABSENT}.
 * Immutable as long as nobody changes the array; thread-safe.
 */
public final class JsonView {

    /** What kind of value a view shows. */
    public enum Kind {
        ABSENT, NULL, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT
    }

    private static final JsonView ABSENT = new JsonView(new byte[0], new LongValues(), 0, 0, 0);
    /** A longer text of a number is no whole one that anybody means. */
    private static final int MAX_WHOLE_DIGITS = 40;
    /** So many digits fit a long whatever they are. */
    private static final int SHORT_DIGITS = 18;

    private final byte[] json;
    private final LongValues longValues;
    private final int memberStart;
    private final int start;
    private final int end;
    private volatile Members members;
    private volatile List<JsonView> items;

    JsonView(byte[] json, LongValues longValues, int memberStart, int start, int end) {
        this(json, longValues, memberStart, start, end, null);
    }

    JsonView(byte[] json, LongValues longValues, int memberStart, int start, int end, Members members) {
        this.json = json;
        this.longValues = longValues;
        this.memberStart = memberStart;
        this.start = start;
        this.end = end;
        this.members = members;
    }

    /**
     * Checks a whole document that came from elsewhere, and shows its value. The array is kept, not copied.
     *
     * @throws MalformedJsonException if it is no JSON, is nested deeper than 200 levels, or its
     *         top-level object names a field twice
     */
    public static JsonView parse(byte[] json) {
        return JsonScanner.document(json, JsonScanner.MAX_DEPTH);
    }

    /**
     * Checks a whole document that was put together here, of parts that may have come from elsewhere, and shows its value:
     * what is put around them may nest them more deeply than {@link #parse} takes. The array is kept, not copied.
     *
     * @throws MalformedJsonException if it is no JSON, is nested deeper than 255 levels, or its
     *         top-level object names a field twice
     */
    public static JsonView composed(byte[] json) {
        return JsonScanner.document(json, JsonScanner.MAX_COMPOSED_DEPTH);
    }

    public Kind kind() {
        if (start == end) {
            return Kind.ABSENT;
        }
        return switch (json[start]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    public boolean isPresent() {
        return start != end;
    }

    /** True where there is a value other than {@code null}. */
    public boolean hasValue() {
        return start != end && json[start] != 'n';
    }

    /** The field of that name; absent if there is none, or if this is no object. */
    public JsonView get(String name) {
        int index = members().find(name);
        return index < 0 ? ABSENT : members().value(index);
    }

    /**
     * An object's fields in their order; empty for any other kind. Where a name stands twice, which only objects below the
     * top level may do, the last value counts.
     */
    public Map<String, JsonView> fields() {
        return members().map();
    }

    /** The names of an object's fields in their order; none for any other kind. */
    public List<String> names() {
        return members().names();
    }

    Members members() {
        var known = members;
        if (known == null) {
            known = kind() == Kind.OBJECT ? JsonScanner.members(json, longValues, start, end) : Members.NONE;
            members = known;
        }
        return known;
    }

    /** An array's items in their order; empty for any other kind. */
    public List<JsonView> items() {
        var known = items;
        if (known == null) {
            known = kind() == Kind.ARRAY ? JsonScanner.items(json, longValues, start, end) : List.of();
            items = known;
        }
        return known;
    }

    /** The text of a string; empty for any other kind. */
    public Optional<String> string() {
        if (kind() != Kind.STRING) {
            return Optional.empty();
        }
        for (int i = start + 1; i < end - 1; i++) {
            if (json[i] == '\\') {
                return Optional.of(tree().getAsString());
            }
        }
        return Optional.of(new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8));
    }

    /** True for a string with at least one character; decodes nothing. */
    public boolean isText() {
        return end - start > 2 && json[start] == '"';
    }

    /** A whole number that fits a long, also where it is written {@code 1.0} or {@code 1e2}; empty for any other value. */
    public OptionalLong integer() {
        if (kind() != Kind.NUMBER || length() > MAX_WHOLE_DIGITS) {
            return OptionalLong.empty();
        }
        return length() <= SHORT_DIGITS && isPlain() ? OptionalLong.of(plain()) : exact();
    }

    /** Digits and nothing else. */
    private boolean isPlain() {
        for (int i = start; i < end; i++) {
            if (json[i] < '0' || json[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private long plain() {
        long number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + json[i] - '0';
        }
        return number;
    }

    private OptionalLong exact() {
        try {
            return OptionalLong.of(new BigDecimal(ascii()).longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }

    private String ascii() {
        return new String(json, start, length(), StandardCharsets.US_ASCII);
    }

    /** Any number, as near as a double comes to it; empty for any other kind. */
    public OptionalDouble number() {
        return kind() == Kind.NUMBER ? OptionalDouble.of(Double.parseDouble(ascii())) : OptionalDouble.empty();
    }

    /** True for the literal {@code true}. */
    public boolean isTrue() {
        return start != end && json[start] == 't';
    }

    /** This value as a tree of its own; costs far more than looking at it. */
    public JsonElement tree() {
        return JsonParser.parseString(new String(json, start, end - start, StandardCharsets.UTF_8));
    }

    /** True where these characters of ASCII stand somewhere in the text of this value. */
    public boolean mentions(String ascii) {
        return new String(json, start, length(), StandardCharsets.ISO_8859_1).contains(ascii);
    }

    /** A copy of the bytes of this value. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(json, start, end);
    }

    /** How many bytes this value takes. */
    public int length() {
        return end - start;
    }

    byte[] source() {
        return json;
    }

    /** Where the member begins whose value this is: its name's opening quote. */
    int memberStart() {
        return memberStart;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The kind and length only: content never reaches a log by accident. */
    @Override
    public String toString() {
        return kind() + "(" + length() + " bytes)";
    }
}
