package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says Google's schemas, a dialect of OpenAPI's, as JSON Schema: types in lower case, {@code nullable} as a type, bounds as
 * numbers.
 */
final class Schemas {

    private static final Set<String> BOUNDS = Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties",
        "maxProperties");
    private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Map<String, String> SNAKE = Map.of("any_of", "anyOf", "min_items", "minItems", "max_items",
        "maxItems", "min_length", "minLength", "max_length", "maxLength", "min_properties", "minProperties",
        "max_properties", "maxProperties", "property_ordering", "propertyOrdering", "additional_properties",
        "additionalProperties");

    private Schemas() {}

    static JsonElement json(JsonElement schema) {
        return schema.isJsonObject() ? json(schema.getAsJsonObject()) : schema;
    }

    private static JsonObject json(JsonObject schema) {
        var json = new JsonObject();
        schema.entrySet().forEach(field -> add(SNAKE.getOrDefault(field.getKey(), field.getKey()), field.getValue(),
            json));
        if (schema.has("nullable") && schema.get("nullable").isJsonPrimitive()
            && schema.get("nullable").getAsBoolean()) {
            allowNull(json);
        }
        return json;
    }

    private static void add(String name, JsonElement value, JsonObject json) {
        if (value.isJsonNull() || name.equals("propertyOrdering") || name.equals("nullable")) {
            return;
        }
        if (name.equals("type") && value.isJsonPrimitive()) {
            var type = value.getAsString().toLowerCase(Locale.ROOT);
            if (!type.equals("type_unspecified")) {
                json.addProperty("type", type);
            }
        } else if (name.equals("properties") && value.isJsonObject()) {
            var properties = new JsonObject();
            value.getAsJsonObject().entrySet().forEach(each -> properties.add(each.getKey(), json(each.getValue())));
            json.add(name, properties);
        } else if (LISTS.contains(name) && value.isJsonArray()) {
            var schemas = new JsonArray();
            value.getAsJsonArray().forEach(each -> schemas.add(json(each)));
            json.add(name, schemas);
        } else if (List.of("items", "additionalProperties").contains(name)) {
            json.add(name, json(value));
        } else if (BOUNDS.contains(name) && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            json.add(name, number(value));
        } else if (name.equals("example")) {
            var examples = new JsonArray();
            examples.add(value);
            json.add("examples", examples);
        } else {
            json.add(name, value);
        }
    }

    /** Google writes numbers of 64 bits as texts. */
    private static JsonElement number(JsonElement text) {
        try {
            return new JsonPrimitive(new BigDecimal(text.getAsString()));
        } catch (NumberFormatException notOne) {
            return text;
        }
    }

    private static void allowNull(JsonObject json) {
        if (json.has("type") && json.get("type").isJsonPrimitive()) {
            var types = new JsonArray();
            types.add(json.get("type"));
            types.add("null");
            json.add("type", types);
        } else if (json.has("anyOf")) {
            json.getAsJsonArray("anyOf").add(GenerateToChat.typed("null"));
        }
        if (json.has("enum") && json.get("enum").isJsonArray()) {
            json.getAsJsonArray("enum").add(JsonNull.INSTANCE);
        }
    }
}
