package dev.powerstrip.sdk.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a JSON value looks like. The same table checks a request's field, in {@link RequestField}'s words, and is published as
 * JSON Schema in {@code /openapi.json}, so that one cannot say what the other does not do. Members that it does not name may
 * be there and are not looked at. Immutable.
 *
 * <pre>{@code
 * static final Shape FIELDS = GatewayFields.fields()
 *     .needs("query", Shape.text(), "What the documents are ranked by.")
 *     .with("top_n", Shape.whole(1), "How many of them to return.");
 * }</pre>
 */
public final class Shape {

    private static final Consumer<RequestField> NO_CHECK = field -> {};

    private final String name;
    private final Set<Kind> kinds;
    private final JsonObject facts;
    private final Map<String, Member> members;
    private final Map<String, Member> spellings;
    private final List<Member> needed;
    private final Consumer<RequestField> type;
    private final Consumer<RequestField> more;

    private record Member(String name, String other, Shape shape, String words, boolean needed) {}

    private Shape(String name, Set<Kind> kinds, JsonObject facts, Map<String, Member> members,
        Consumer<RequestField> type, Consumer<RequestField> more) {
        this.name = name;
        this.kinds = kinds;
        this.facts = facts;
        this.members = members;
        this.spellings = new HashMap<>();
        this.needed = members.values().stream().filter(Member::needed).toList();
        this.type = type;
        this.more = more;
        members.values().forEach(member -> {
            spellings.put(member.name(), member);
            spellings.put(member.other(), member);
        });
    }

    private static Shape of(Kind kind, JsonObject facts, Consumer<RequestField> type) {
        return new Shape("", EnumSet.of(kind), facts, Map.of(), type, NO_CHECK);
    }

    private static JsonObject type(String word) {
        var facts = new JsonObject();
        facts.addProperty("type", word);
        return facts;
    }

    /** Anything. */
    public static Shape any() {
        return new Shape("", EnumSet.allOf(Kind.class), new JsonObject(), Map.of(), NO_CHECK, NO_CHECK);
    }

    public static Shape string() {
        return of(Kind.STRING, type("string"), RequestField::checkString);
    }

    /** A string that is not empty. */
    public static Shape text() {
        var facts = type("string");
        facts.addProperty("minLength", 1);
        return of(Kind.STRING, facts, RequestField::checkText);
    }

    /** A string of at most so many characters. */
    public static Shape string(int longest) {
        var facts = type("string");
        facts.addProperty("maxLength", longest);
        return of(Kind.STRING, facts, field -> {
            field.checkString();
            if (field.value().length() - 2 > longest && field.value().string().orElseThrow().length() > longest) {
                throw field.wrong("must have at most %d characters".formatted(longest));
            }
        });
    }

    /** One of these words. */
    public static Shape oneOf(String... words) {
        var known = List.of(words);
        var values = new JsonArray();
        known.forEach(values::add);
        var facts = type("string");
        facts.add("enum", values);
        return of(Kind.STRING, facts, field -> field.oneOf(known));
    }

    /** True or false. */
    public static Shape flag() {
        return of(Kind.BOOLEAN, type("boolean"), RequestField::flag);
    }

    public static Shape number() {
        return of(Kind.NUMBER, type("number"), field -> field.number(-Double.MAX_VALUE, Double.MAX_VALUE));
    }

    /** A number from one bound to the other. */
    public static Shape number(double least, double most) {
        var facts = type("number");
        facts.addProperty("minimum", least);
        facts.addProperty("maximum", most);
        return of(Kind.NUMBER, facts, field -> field.number(least, most));
    }

    /** Any whole number. */
    public static Shape whole() {
        return of(Kind.NUMBER, type("integer"), field -> field.whole(Long.MIN_VALUE));
    }

    /** A whole number of at least that much. */
    public static Shape whole(long least) {
        var facts = type("integer");
        facts.addProperty("minimum", least);
        return of(Kind.NUMBER, facts, field -> field.whole(least));
    }

    /** A whole number from one bound to the other. */
    public static Shape whole(long least, long most) {
        var facts = type("integer");
        facts.addProperty("minimum", least);
        facts.addProperty("maximum", most);
        return of(Kind.NUMBER, facts, field -> field.whole(least, most));
    }

    /** An array of such items, none of them {@code null}. */
    public static Shape list(Shape item) {
        var facts = type("array");
        facts.add("items", item.schema());
        return of(Kind.ARRAY, facts, field -> field.items().forEach(each -> item.check(each.required())));
    }

    /**
     * The same with at least one item.
     *
     * @param what an item is called, such as {@code message}
     */
    public static Shape list(Shape item, String what) {
        var list = list(item);
        var facts = list.facts.deepCopy();
        facts.addProperty("minItems", 1);
        return of(Kind.ARRAY, facts, field -> {
            if (field.items().isEmpty()) {
                throw field.wrong("must hold at least one " + what);
            }
            list.check(field);
        });
    }

    /** An object, to which {@link #with} and {@link #needs} add what is known of its members. */
    public static Shape object() {
        return of(Kind.OBJECT, type("object"), RequestField::object);
    }

    /** An object whose members may be called anything and look like this. */
    public static Shape objectOf(Shape value) {
        var facts = type("object");
        facts.add("additionalProperties", nullable(value.schema()));
        return of(Kind.OBJECT, facts,
            field -> field.object().value().names().forEach(name -> value.check(field.get(name))));
    }

    /**
     * One of these, told apart by what kind of JSON value it is.
     *
     * @param expected what they are in words, such as {@code a string or an array of strings}
     */
    public static Shape either(String expected, Shape... shapes) {
        var choices = new JsonArray();
        var kinds = EnumSet.noneOf(Kind.class);
        for (var shape : shapes) {
            choices.add(shape.schema());
            kinds.addAll(shape.kinds);
        }
        var facts = new JsonObject();
        facts.add("anyOf", choices);
        return new Shape("", kinds, facts, Map.of(), field -> chosen(shapes, field, expected).check(field), NO_CHECK);
    }

    private static Shape chosen(Shape[] shapes, RequestField field, String expected) {
        var kind = field.value().kind();
        for (var shape : shapes) {
            if (shape.kinds.contains(kind)) {
                return shape;
            }
        }
        throw field.mustBe(expected);
    }

    /** The same with a member that may be left out, or be {@code null}, which is the same. */
    public Shape with(String member, Shape shape, String words) {
        return plus(new Member(member, member, shape, words, false));
    }

    /** The same with a member that has to be there. */
    public Shape needs(String member, Shape shape, String words) {
        return plus(new Member(member, member, shape, words, true));
    }

    private Shape plus(Member member) {
        var more = new LinkedHashMap<>(members);
        more.put(member.name(), member);
        return withMembers(more);
    }

    /** The same with all members of another object. */
    public Shape including(Shape other) {
        var all = new LinkedHashMap<>(members);
        all.putAll(other.members);
        return withMembers(all);
    }

    private Shape withMembers(Map<String, Member> changed) {
        return new Shape(name, kinds, facts, changed, type, more);
    }

    /** The same, where each member may also be spelt in another way. Only the first spelling is published. */
    public Shape alsoSpelt(UnaryOperator<String> spelling) {
        var spelt = new LinkedHashMap<>(members);
        spelt.replaceAll((first, member) -> new Member(first, spelling.apply(first), member.shape(), member.words(),
            member.needed()));
        return withMembers(spelt);
    }

    /** The same with a check of what JSON Schema cannot say, made after all others. */
    public Shape and(Consumer<RequestField> check) {
        return new Shape(name, kinds, facts, members, type, more.andThen(check));
    }

    /** The same under a name by which the document refers to it, where it is the whole of a body. */
    public Shape named(String component) {
        return new Shape(component, kinds, facts, members, type, more);
    }

    /** The name; empty if it has none. */
    public String name() {
        return name;
    }

    /** The names of the members that are known, in their order. */
    public List<String> members() {
        return List.copyOf(members.keySet());
    }

    /** True if there are members that it needs, so that nothing at all cannot be one. */
    public boolean needsMembers() {
        return !needed.isEmpty();
    }

    /** What is known of a member. */
    interface Visitor {

        void visit(String member, Shape shape, String words, boolean needed);
    }

    void each(Visitor visitor) {
        members.values()
            .forEach(member -> visitor.visit(member.name(), member.shape(), member.words(), member.needed()));
    }

    /**
     * Checks a field, if it is given.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException naming the field, what is wrong with it and what was expected
     */
    public void check(RequestField field) {
        if (!field.given()) {
            return;
        }
        type.accept(field);
        if (!members.isEmpty()) {
            checkMembers(field);
        }
        more.accept(field);
    }

    private void checkMembers(RequestField object) {
        for (var given : object.value().names()) {
            var member = spellings.get(given);
            if (member != null) {
                member.shape().check(object.get(given));
            }
        }
        for (var member : needed) {
            found(object, member).required();
        }
    }

    private static RequestField found(RequestField object, Member member) {
        var first = object.get(member.name());
        return first.given() || member.other().equals(member.name()) ? first : other(object, first, member);
    }

    /** What is missing altogether is told by its first spelling. */
    private static RequestField other(RequestField object, RequestField first, Member member) {
        var other = object.get(member.other());
        return other.given() ? other : first;
    }

    /** As JSON Schema 2020-12. */
    public JsonObject schema() {
        var schema = facts.deepCopy();
        if (members.isEmpty()) {
            return schema;
        }
        var properties = new JsonObject();
        var required = new JsonArray();
        members.values().forEach(member -> {
            properties.add(member.name(), described(member));
            if (member.needed() && member.other().equals(member.name())) {
                required.add(member.name());
            }
        });
        schema.add("properties", properties);
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        schema.addProperty("additionalProperties", true);
        return schema;
    }

    private static JsonObject described(Member member) {
        var schema = member.needed() ? member.shape().schema() : nullable(member.shape().schema());
        schema.addProperty("description", member.words());
        return schema;
    }

    private static JsonObject nullable(JsonObject schema) {
        if (schema.has("anyOf")) {
            schema.getAsJsonArray("anyOf").add(type("null"));
        } else if (schema.has("type")) {
            var types = new JsonArray();
            types.add(schema.get("type"));
            types.add("null");
            schema.add("type", types);
        }
        if (schema.has("enum")) {
            schema.getAsJsonArray("enum").add(JsonNull.INSTANCE);
        }
        return schema;
    }
}
