package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Stream;

/** A client of Anthropic's Messages. */
class MessagesTalk extends Talk {

    private static final String PARTIAL = "partial_json";

    MessagesTalk(String model, String provider, boolean streamed) {
        super(streamed, """
            {"model":"%s","stream":%s,"max_tokens":4000,"provider":{"only":["%s"]},\
            "thinking":{"type":"enabled","budget_tokens":2000},"messages":[{"role":"user","content":"Weather?"}],\
            "tools":[{"name":"weather","input_schema":{"type":"object"}}]}""".formatted(model, streamed, provider));
    }

    /** A client whose requests look otherwise, always streamed. */
    MessagesTalk(String request) {
        super(true, request);
    }

    @Override
    String route() {
        return "messages";
    }

    @Override
    JsonElement turn(JsonObject answer) {
        return answer.get("content");
    }

    @Override
    JsonElement gathered(Stream<JsonObject> events) {
        var content = new JsonArray();
        events.forEach(event -> {
            if (event.has("content_block")) {
                content.add(event.get("content_block"));
            } else if (event.get("type").getAsString().equals("content_block_delta")) {
                gather(event.getAsJsonObject("delta"), block(content, event));
            } else if (event.get("type").getAsString().equals("content_block_stop")) {
                endInput(block(content, event));
            }
        });
        return content;
    }

    private static void gather(JsonObject delta, JsonObject block) {
        List.of("thinking", "signature", "text", PARTIAL).forEach(name -> grow(block, name, delta.get(name)));
    }

    private static JsonObject block(JsonArray content, JsonObject event) {
        return content.get(event.get("index").getAsInt()).getAsJsonObject();
    }

    private static void endInput(JsonObject block) {
        if (block.has(PARTIAL)) {
            var input = block.remove(PARTIAL).getAsString();
            block.add("input", input.isEmpty() ? new JsonObject() : JsonParser.parseString(input));
        }
    }

    @Override
    void keep(JsonElement turn) {
        var messages = request.getAsJsonArray("messages");
        messages.add(said("assistant", turn));
        var results = new JsonArray();
        for (var block : turn.getAsJsonArray()) {
            if (block.getAsJsonObject().get("type").getAsString().equals("tool_use")) {
                var result = new JsonObject();
                result.addProperty("type", "tool_result");
                result.add("tool_use_id", block.getAsJsonObject().get("id"));
                result.add("content", result());
                results.add(result);
            }
        }
        messages.add(said("user", results.isEmpty() ? new JsonPrimitive(QUESTION) : results));
    }

    /** What a tool says. */
    JsonElement result() {
        return new JsonPrimitive(WEATHER);
    }
}
