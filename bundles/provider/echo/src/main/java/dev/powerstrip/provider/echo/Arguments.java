package dev.powerstrip.provider.echo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.stream.Stream;

/** Makes the least value that a JSON schema takes. */
final class Arguments {

    /** Where a schema holds itself, nesting ends. */
    private static final int MAX_DEPTH = 8;

    /** No schema that a client sends can ask for more values, or for longer strings. */
    private static final int MAX_VALUES = 1000;
    private static final long MAX_LENGTH = 1000;

    private final JsonView root;
    private int values;

    private Arguments(JsonView root) {
        this.root = root;
    }

    /** The arguments of a function with these parameters: an object, whatever they say. */
    static JsonObject of(JsonView parameters) {
        return least(parameters) instanceof JsonObject object ? object : new JsonObject();
    }

    static JsonElement least(JsonView schema) {
        return new Arguments(schema).least(schema, 0);
    }

    private JsonElement least(JsonView schema, int depth) {
        if (++values > MAX_VALUES) {
            return JsonNull.INSTANCE;
        }
        for (var name : List.of("const", "default")) {
            if (schema.get(name).isPresent()) {
                return schema.get(name).tree();
            }
        }
        if (!schema.get("enum").items().isEmpty()) {
            return schema.get("enum").items().get(0).tree();
        }
        if (schema.get("$ref").isText() && depth < MAX_DEPTH) {
            return least(referred(schema.get("$ref").string().orElseThrow()), depth + 1);
        }
        var choice
            = Stream.of("anyOf", "oneOf", "allOf").flatMap(name -> schema.get(name).items().stream()).findFirst();
        if (choice.isPresent()) {
            return least(choice.get(), depth + 1);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> new JsonPrimitive("x".repeat((int) length(schema)));
            case "integer", "number" -> number(schema);
            case "boolean" -> new JsonPrimitive(false);
            default -> JsonNull.INSTANCE;
        };
    }

    private static String type(JsonView schema) {
        var type = schema.get("type");
        return type.string().or(() -> type.items().stream().findFirst().flatMap(JsonView::string))
            .orElse(schema.get("properties").isPresent() ? "object" : "string");
    }

    private JsonObject object(JsonView schema, int depth) {
        var object = new JsonObject();
        if (depth < MAX_DEPTH) {
            schema.get("required").items().stream().flatMap(name -> name.string().stream())
                .forEach(name -> object.add(name, least(schema.get("properties").get(name), depth + 1)));
        }
        return object;
    }

    private JsonArray array(JsonView schema, int depth) {
        var array = new JsonArray();
        long items = depth < MAX_DEPTH ? schema.get("minItems").integer().orElse(0) : 0;
        for (long i = 0; i < items && values < MAX_VALUES; i++) {
            array.add(least(schema.get("items"), depth + 1));
        }
        return array;
    }

    private static long length(JsonView schema) {
        return Math.max(0, Math.min(MAX_LENGTH, schema.get("minLength").integer().orElse(0)));
    }

    private static JsonElement number(JsonView schema) {
        if (schema.get("minimum").isPresent()) {
            return schema.get("minimum").tree();
        }
        var above = schema.get("exclusiveMinimum").integer();
        return new JsonPrimitive(above.isPresent() ? above.getAsLong() + 1 : 0);
    }

    /** What a reference within the same schema means, such as {@code #/$defs/city}. */
    private JsonView referred(String reference) {
        var at = root;
        for (var step : reference.replaceFirst("^#/?", "").split("/")) {
            at = step.isEmpty() ? at : at.get(step);
        }
        return at;
    }
}
