package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of a client's request, looked at without building trees. What is wrong with it is told by its name, what stands
 * there and what was expected; long values and free text are never repeated. {@code null} counts as not given, as clients
 * send it for whatever they leave open.
 */
public final class RequestField {

    /** What may be repeated in an error: an identifier, never a sentence. */
    private static final Pattern SHOWN = Pattern.compile("[\\w.:/@+~-]{1,80}");
    private static final int MAX_NUMBER_SHOWN = 32;

    private final RequestField parent;
    private final String name;
    private final int index;
    private final JsonView value;

    private RequestField(RequestField parent, String name, int index, JsonView value) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.value = value;
    }

    /**
     * A request's body.
     *
     * @throws GatewayException if it is no JSON object, or names a field twice
     */
    public static RequestField body(byte[] json) {
        try {
            var body = JsonView.parse(json);
            if (body.kind() != Kind.OBJECT) {
                throw new GatewayException(ErrorType.INVALID_REQUEST,
                    "the body must be a JSON object; it is " + said(body));
            }
            return new RequestField(null, "", 0, body);
        } catch (MalformedJsonException e) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "the body is not valid JSON: " + e.getMessage(), e);
        }
    }

    public JsonView value() {
        return value;
    }

    /** True where there is a value other than {@code null}. */
    public boolean given() {
        return value.hasValue();
    }

    public RequestField get(String field) {
        return new RequestField(this, field, 0, value.get(field));
    }

    /** This field, which has to be there. */
    public RequestField required() {
        if (!given()) {
            throw wrong("is required");
        }
        return this;
    }

    /** An object, if it is given. */
    public RequestField object() {
        return be(Kind.OBJECT, "an object");
    }

    /** The items of an array; empty if it is not given. */
    public List<RequestField> items() {
        var views = be(Kind.ARRAY, "an array").value.items();
        var items = new ArrayList<RequestField>(views.size());
        for (var view : views) {
            items.add(new RequestField(this, "", items.size(), view));
        }
        return items;
    }

    /** A string, if it is given. */
    public Optional<String> string() {
        return be(Kind.STRING, "a string").value.string();
    }

    /** A string that is not empty, if it is given. */
    public Optional<String> text() {
        checkText();
        return value.string();
    }

    /** Like {@link #string}, but does not decode it: it may be all that a client ever said. */
    void checkString() {
        be(Kind.STRING, "a string");
    }

    /** Like {@link #text}, but does not decode it. */
    void checkText() {
        checkString();
        if (given() && !value.isText()) {
            throw wrong("must not be empty");
        }
    }

    /** An array of strings, none of them empty; an empty list if it is not given. */
    public List<String> texts() {
        return items().stream().flatMap(item -> item.required().text().stream()).toList();
    }

    /** One of these words, if it is given. */
    public Optional<String> oneOf(List<String> words) {
        var word = string();
        if (word.isPresent() && !words.contains(word.get())) {
            throw wrong("must be %s; it is %s".formatted(either(words), quoted(word.get())));
        }
        return word;
    }

    /** True or false, if it is given; false if not. */
    public boolean flag() {
        return be(Kind.BOOLEAN, "true or false").value.isTrue();
    }

    /** A number from one bound to the other, if it is given. */
    public RequestField number(double least, double most) {
        if (given() && !(value.kind() == Kind.NUMBER && within(least, most))) {
            throw mustBe("a number from %s to %s".formatted(plain(least), plain(most)));
        }
        return this;
    }

    private boolean within(double least, double most) {
        if (value.length() > MAX_NUMBER_SHOWN) {
            return false;
        }
        double number = value.number().orElseThrow();
        return number >= least && number <= most;
    }

    /** A whole number of at least that much, if it is given. */
    public RequestField whole(long least) {
        return whole(least, Long.MAX_VALUE);
    }

    /** A whole number from one bound to the other, if it is given. */
    public RequestField whole(long least, long most) {
        if (given() && value.integer().stream().noneMatch(number -> number >= least && number <= most)) {
            throw mustBe(least == Long.MIN_VALUE ? "a whole number"
                : most == Long.MAX_VALUE ? "a whole number of at least " + least
                : "a whole number from %d to %d".formatted(least, most));
        }
        return this;
    }

    private RequestField be(Kind kind, String expected) {
        if (given() && value.kind() != kind) {
            throw mustBe(expected);
        }
        return this;
    }

    /** The failure that says what was expected and what stands here instead. */
    public GatewayException mustBe(String expected) {
        return wrong("must be %s; it is %s".formatted(expected, said(value)));
    }

    /** The failure that says this of the field: {@code wrong("must not be empty")}. */
    public GatewayException wrong(String problem) {
        return new GatewayException(ErrorType.INVALID_REQUEST, path() + " " + problem);
    }

    /** The field's full name, such as {@code messages[0].role}. */
    public String path() {
        if (parent == null) {
            return "the body";
        }
        if (parent.parent == null) {
            return name;
        }
        return parent.path() + (name.isEmpty() ? "[" + index + "]" : "." + name);
    }

    /** A word as it may be repeated to whoever sent it: in quotes if it is short and plain, else described. */
    public static String quoted(String word) {
        return SHOWN.matcher(word).matches() ? '"' + word + '"' : "another string";
    }

    private static String either(List<String> words) {
        var quoted = words.stream().map(RequestField::quoted).toList();
        return quoted.size() == 1 ? quoted.get(0)
            : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.get(quoted.size() - 1);
    }

    private static String plain(double bound) {
        return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
    }

    private static String said(JsonView value) {
        return switch (value.kind()) {
            case ABSENT -> "missing";
            case NULL -> "null";
            case BOOLEAN -> value.isTrue() ? "true" : "false";
            case NUMBER -> value.length() <= MAX_NUMBER_SHOWN ? value.tree().getAsString() : "another number";
            case STRING -> "a string";
            case ARRAY, OBJECT -> "an " + value.kind().name().toLowerCase(Locale.ROOT);
        };
    }
}
