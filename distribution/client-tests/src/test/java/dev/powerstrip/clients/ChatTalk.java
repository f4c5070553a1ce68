package dev.powerstrip.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.Stream;

/** A client of chat completions, which gives {@code reasoning_details} back. */
final class ChatTalk extends Talk {

    ChatTalk(String model, String provider, boolean streamed) {
        super(streamed, """
            {"model":"%s","stream":%s,"provider":{"only":["%s"]},"reasoning":{"effort":"low"},"max_tokens":8000,\
            "messages":[{"role":"user","content":"Weather?"}],"tools":[{"type":"function","function":{"name":"weather",\
            "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]}""".formatted(model, streamed,
            provider));
    }

    @Override
    String route() {
        return "chat/completions";
    }

    @Override
    JsonElement turn(JsonObject answer) {
        return choice(answer, "message");
    }

    @Override
    JsonElement gathered(Stream<JsonObject> events) {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        events.filter(event -> !event.getAsJsonArray("choices").isEmpty())
            .forEach(event -> gather(choice(event, "delta"), message));
        return message;
    }

    private static JsonObject choice(JsonObject answer, String name) {
        return answer.getAsJsonArray("choices").get(0).getAsJsonObject().getAsJsonObject(name);
    }

    private static void gather(JsonObject delta, JsonObject message) {
        grow(message, "content", delta.get("content"));
        grow(message, "reasoning", delta.get("reasoning"));
        if (delta.has("reasoning_details")) {
            array(message, "reasoning_details").addAll(delta.getAsJsonArray("reasoning_details"));
        }
        if (delta.has("tool_calls")) {
            delta.getAsJsonArray("tool_calls").forEach(piece -> gatherCall(piece.getAsJsonObject(), message));
        }
    }

    private static void gatherCall(JsonObject piece, JsonObject message) {
        if (piece.has("id")) {
            array(message, "tool_calls").add(piece);
        } else {
            grow(array(message, "tool_calls").get(piece.get("index").getAsInt()).getAsJsonObject()
                .getAsJsonObject("function"), "arguments", piece.getAsJsonObject("function").get("arguments"));
        }
    }

    @Override
    void keep(JsonElement turn) {
        var messages = request.getAsJsonArray("messages");
        messages.add(turn);
        if (!turn.getAsJsonObject().has("tool_calls")) {
            messages.add(said("user", new JsonPrimitive(QUESTION)));
            return;
        }
        for (var call : turn.getAsJsonObject().getAsJsonArray("tool_calls")) {
            var result = said("tool", new JsonPrimitive(WEATHER));
            result.add("tool_call_id", call.getAsJsonObject().get("id"));
            messages.add(result);
        }
    }
}
