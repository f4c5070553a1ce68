package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.Optional;

/** The JSON that messages are made of. */
final class Blocks {

    private Blocks() {}

    static JsonObject typed(String type) {
        var json = new JsonObject();
        json.addProperty("type", type);
        return json;
    }

    static JsonObject typed(String type, String name, String value) {
        var json = typed(type);
        json.addProperty(name, value);
        return json;
    }

    static JsonObject text(String text) {
        return typed("text", "text", text);
    }

    static JsonObject thinking(String thinking, String signature) {
        var block = typed("thinking", "thinking", thinking);
        block.addProperty("signature", signature);
        return block;
    }

    static JsonObject redactedThinking(String data) {
        return typed("redacted_thinking", "data", data);
    }

    static JsonObject toolUse(String id, String name, JsonObject input) {
        var block = typed("tool_use", "id", id);
        block.addProperty("name", name);
        block.add("input", input);
        return block;
    }

    /** Anthropic's word for a page that was found; what only Anthropic could prove of it is empty. */
    static JsonObject webCitation(JsonObject annotation) {
        var citation = typed("web_search_result_location", "url", word(annotation, "url"));
        citation.addProperty("title", word(annotation, "title"));
        citation.addProperty("cited_text", word(annotation, "content"));
        citation.addProperty("encrypted_index", "");
        return citation;
    }

    private static String word(JsonObject json, String name) {
        return JsonTree.text(json, name).orElse("");
    }

    static void stop(JsonObject message, String stopReason, Optional<String> stopSequence) {
        message.addProperty("stop_reason", stopReason);
        message.add("stop_sequence", stopSequence.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
    }

    /** A message under our id: an answer that comes from another form has none that the next turn would need. */
    static JsonObject message(AnswerFacts facts, JsonArray content) {
        var message = new JsonObject();
        message.addProperty("id", facts.generationId());
        message.addProperty("type", "message");
        message.addProperty("role", "assistant");
        message.addProperty("model", facts.endpoint().model());
        message.add("content", content);
        message.add("stop_reason", JsonNull.INSTANCE);
        message.add("stop_sequence", JsonNull.INSTANCE);
        message.addProperty("provider", facts.endpoint().providerName());
        return message;
    }
}
