package dev.powerstrip.translation.messages;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.translation.Typed;

/**
 * Asks for an answer in JSON: by Anthropic's own output format; without it by a tool that the model has to call, or one of
 * the client's instead, and whose input is the answer.
 */
final class AnswerFormat {

    /** The tool's name. */
    static final String TOOL = "json";

    private AnswerFormat() {}

    static void add(JsonObject chat, boolean outputFormat, Conversation conversation, JsonObject message) {
        var format = JsonTree.object(chat, "response_format").orElseGet(JsonObject::new);
        switch (JsonTree.text(format, "type").orElse("")) {
            case "json_object" -> conversation.instruct("Answer with one JSON object and nothing else.");
            case "json_schema" -> addSchema(JsonTree.object(format, "json_schema")
                .flatMap(named -> JsonTree.object(named, "schema"))
                .orElseThrow(() -> JsonTree.wrong("response_format.json_schema.schema", "a JSON schema is expected")),
                outputFormat, message);
            default -> {}
        }
    }

    private static void addSchema(JsonObject schema, boolean outputFormat, JsonObject message) {
        if (outputFormat) {
            var format = Typed.of("json_schema");
            format.add("schema", closed(schema));
            JsonTree.child(message, "output_config").add("format", format);
            return;
        }
        var tool = new JsonObject();
        tool.addProperty("name", TOOL);
        tool.addProperty("description", "Gives the answer.");
        tool.add("input_schema", schema);
        boolean alone = !message.has("tools");
        var tools = alone ? new JsonArray() : message.getAsJsonArray("tools");
        tools.add(tool);
        message.add("tools", tools);
        message.add("tool_choice", alone ? Typed.of("tool", "name", TOOL) : Typed.of("any"));
    }

    /** True where the answer to this request comes as the input of {@link #TOOL}. */
    static boolean isTool(JsonView chat, boolean outputFormat) {
        return chat.get("response_format").get("type").string().filter("json_schema"::equals).isPresent()
            && !outputFormat;
    }

    /** True where the model is known to have an output format, or nothing is known of it. */
    static boolean isKnownTo(Endpoint endpoint) {
        var taken = endpoint.words("supported_parameters");
        return taken.isEmpty() || taken.contains("structured_outputs");
    }

    /** Anthropic wants every object of a schema to say that it has no other properties. */
    private static JsonElement closed(JsonElement schema) {
        if (schema.isJsonArray()) {
            var items = new JsonArray();
            schema.getAsJsonArray().forEach(item -> items.add(closed(item)));
            return items;
        }
        if (!schema.isJsonObject()) {
            return schema;
        }
        var object = new JsonObject();
        schema.getAsJsonObject().entrySet().forEach(field -> object.add(field.getKey(), closed(field.getValue())));
        if (new JsonPrimitive("object").equals(object.get("type"))) {
            object.asMap().putIfAbsent("additionalProperties", new JsonPrimitive(false));
        }
        return object;
    }
}
