package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final JsonView ABSENT = new JsonView(new byte[0], new LongValues(), 0, 0, 0, Map.of());
    /** A longer text of a number is no whole one that anybody means. */
    private static final int MAX_WHOLE_DIGITS = 40;

    private final byte[] json;
    private final LongValues longValues;
    private final int memberStart;
    private final int start;
    private final int end;
    private volatile Map<String, JsonView> fields;

    JsonView(byte[] json, LongValues longValues, int memberStart, int start, int end, Map<String, JsonView> fields) {
        this.json = json;
        this.longValues = longValues;
        this.memberStart = memberStart;
        this.start = start;
        this.end = end;
        this.fields = fields;
    }

    /**
     * Checks a whole document and shows its value. The array is kept, not copied.
     *
     * @throws MalformedJsonException if it is no JSON, is nested deeper than 255 levels, or its
     *         top-level object names a field twice
     */
    public static JsonView parse(byte[] json) {
        return JsonScanner.document(json);
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
        return fields().getOrDefault(name, ABSENT);
    }

    /**
     * An object's fields in their order; empty for any other kind. Where a name stands twice, which only objects below the
     * top level may do, the last value counts.
     */
    public Map<String, JsonView> fields() {
        var known = fields;
        if (known == null) {
            known = kind() == Kind.OBJECT ? JsonScanner.fields(json, longValues, start, end) : Map.of();
            fields = known;
        }
        return known;
    }

    /** An array's items in their order; empty for any other kind. */
    public List<JsonView> items() {
        return kind() == Kind.ARRAY ? JsonScanner.items(json, longValues, start, end) : List.of();
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
        try {
            return OptionalLong.of(new BigDecimal(ascii()).longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }

    private String ascii() {
        return new String(json, start, length(), StandardCharsets.US_ASCII);
    }

    /** True for the literal {@code true}. */
    public boolean isTrue() {
        return start != end && json[start] == 't';
    }

    /** This value as a tree of its own; costs far more than looking at it. */
    public JsonElement tree() {
        return JsonParser.parseString(new String(json, start, end - start, StandardCharsets.UTF_8));
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
