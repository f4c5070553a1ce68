package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;

/**
 * Asks for an answer in JSON: by Converse's own output format; of a model without it by a tool that it has to call,
 * whose input is the answer.
 */
final class AnswerFormat {

    /** The tool's name. */
    static final String TOOL = "json";

    private AnswerFormat() {}

    static void add(JsonObject chat, Endpoint endpoint, Conversation conversation, JsonObject converse) {
        var format = JsonTree.object(chat, "response_format").orElseGet(JsonObject::new);
        switch (JsonTree.text(format, "type").orElse("")) {
            case "json_object" -> conversation.instruct("Answer with one JSON object and nothing else.");
            case "json_schema" -> addSchema(JsonTree.object(format, "json_schema").orElseGet(JsonObject::new),
                hasOutputFormat(endpoint), converse);
            default -> {}
        }
    }

    private static void addSchema(JsonObject named, boolean outputFormat, JsonObject converse) {
        var schema = JsonTree.object(named, "schema").orElseThrow(
            () -> JsonTree.wrong("response_format.json_schema.schema", "a JSON schema is expected"));
        if (!outputFormat) {
            addTool(schema, converse);
            return;
        }
        var said = new JsonObject();
        JsonTree.copy(named, "name", said, "name");
        JsonTree.copy(named, "description", said, "description");
        said.addProperty("schema", closed(schema).toString());
        var format = JsonTree.of("type", "json_schema");
        format.add("structure", JsonTree.of("jsonSchema", said));
        JsonTree.child(converse, "outputConfig").add("textFormat", format);
    }

    private static void addTool(JsonObject schema, JsonObject converse) {
        var specification = JsonTree.of("name", TOOL);
        specification.addProperty("description", "Gives the answer.");
        specification.add("inputSchema", JsonTree.of("json", schema));
        var config = JsonTree.child(converse, "toolConfig");
        var tools = config.has("tools") ? config.getAsJsonArray("tools") : new JsonArray();
        tools.add(JsonTree.of("toolSpec", specification));
        config.add("tools", tools);
        config.add("toolChoice", JsonTree.of("tool", JsonTree.of("name", TOOL)));
    }

    /** True where the answer to this request comes as the input of {@link #TOOL}. */
    static boolean isTool(JsonView chat, Endpoint endpoint) {
        return chat.get("response_format").get("type").string().filter("json_schema"::equals).isPresent()
            && !hasOutputFormat(endpoint);
    }

    private static boolean hasOutputFormat(Endpoint endpoint) {
        return endpoint.words("supported_parameters").contains("structured_outputs");
    }

    /** Every object of the schema has to say that it has no other properties. */
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
