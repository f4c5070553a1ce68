package dev.powerstrip.translation.responses;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;

/** Says in which format and how verbosely the model is to answer. */
final class TextFormat {

    private TextFormat() {}

    static void add(JsonObject chat, JsonObject response) {
        var text = new JsonObject();
        JsonTree.object(chat, "response_format").ifPresent(format -> text.add("format", format(format)));
        JsonTree.copy(chat, "verbosity", text, "verbosity");
        if (text.size() > 0) {
            response.add("text", text);
        }
    }

    /** What chat names within {@code json_schema} stands beside the type here. */
    private static JsonObject format(JsonObject format) {
        var type = JsonTree.text(format, "type").orElse("");
        if (!type.equals("json_schema")) {
            return format;
        }
        var named = JsonTree.object(format, "json_schema").filter(schema -> schema.has("schema")).orElseThrow(
            () -> JsonTree.wrong("response_format.json_schema.schema", "a JSON schema is expected"));
        var flat = Typed.of(type);
        named.entrySet().forEach(field -> flat.add(field.getKey(), field.getValue()));
        return flat;
    }
}
