package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
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

    private static final JsonView ABSENT = new JsonView(new byte[0], 0, 0, 0, Map.of());

    private final byte[] json;
    private final int memberStart;
    private final int start;
    private final int end;
    private volatile Map<String, JsonView> fields;

    JsonView(byte[] json, int memberStart, int start, int end, Map<String, JsonView> fields) {
        this.json = json;
        this.memberStart = memberStart;
        this.start = start;
        this.end = end;
        this.fields = fields;
    }

    /**
     * Checks a whole document and shows its value. The array is kept, not copied.
     *
     * @throws MalformedJsonException if it is no JSON, is nested deeper than {@link JsonScanner#MAX_DEPTH}, or its
     *         top-level object names a field twice
     */
    public static JsonView parse(byte[] json) {
        return new JsonScanner(json, 0, json.length).document();
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

    /** An object's fields in their order; empty for any other kind. */
    public Map<String, JsonView> fields() {
        var known = fields;
        if (known == null) {
            known = kind() == Kind.OBJECT ? Collections.unmodifiableMap(scanFields()) : Map.of();
            fields = known;
        }
        return known;
    }

    private LinkedHashMap<String, JsonView> scanFields() {
        return new JsonScanner(json, start, end).fields();
    }

    /** An array's items in their order; empty for any other kind. */
    public List<JsonView> items() {
        return kind() == Kind.ARRAY ? new JsonScanner(json, start, end).items() : List.of();
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

    /** A whole number that fits a long; empty for any other value. */
    public OptionalLong integer() {
        if (kind() != Kind.NUMBER) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(new String(json, start, end - start, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
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

    static JsonView of(byte[] json, int memberStart, int start, int end) {
        return new JsonView(json, memberStart, start, end, null);
    }

    static List<JsonView> list(ArrayList<JsonView> items) {
        return Collections.unmodifiableList(items);
    }
}
