package dev.powerstrip.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.testing.Reply;
import java.util.List;
import java.util.stream.IntStream;

/** A model at a server that speaks chat completions and seals no thoughts. */
final class ChatModel implements Mind {

    private static final List<String> SPOKEN = List.of("Let me look.", "", "Rain everywhere.", "Sun.");
    private static final List<List<String>> CITIES = List.of(List.of("Köln"), List.of("Bonn", "Trier"), List.of(),
        List.of());

    /** Arguments come in pieces. */
    @Override
    public Reply answer(int turn, boolean streamed) {
        if (!streamed) {
            throw new IllegalArgumentException("it only streams");
        }
        var reply = Reply.stream().event(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        reply = reply.event(chunk("{\"reasoning_content\":\"They ask.\"}", "null"));
        if (!SPOKEN.get(turn).isEmpty()) {
            reply = reply.event(chunk("{\"content\":%s}".formatted(new JsonPrimitive(SPOKEN.get(turn))), "null"));
        }
        var cities = CITIES.get(turn);
        for (int i = 0; i < cities.size(); i++) {
            var arguments = Mind.call(cities.get(i));
            reply = reply.event(call(i, """
                "id":"call_%d_%d","type":"function","function":{"name":"weather","arguments":""}""".formatted(turn,
                i)));
            for (var piece : List.of(arguments.substring(0, 4), arguments.substring(4))) {
                reply = reply.event(call(i, "\"function\":{\"arguments\":%s}".formatted(new JsonPrimitive(piece))));
            }
        }
        return reply.event(chunk("{}", cities.isEmpty() ? "\"stop\"" : "\"tool_calls\"")).event("""
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,\
            "completion_tokens":7,"total_tokens":16}}""").event("[DONE]");
    }

    private static String call(int index, String fields) {
        return chunk("{\"tool_calls\":[{\"index\":%d,%s}]}".formatted(index, fields), "null");
    }

    private static String chunk(String delta, String finish) {
        return """
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":%s,\
            "finish_reason":%s}]}""".formatted(delta, finish);
    }

    /** The functions' arguments. */
    @Override
    public List<JsonElement> broughtBack(JsonObject request) {
        return request.getAsJsonArray("messages").asList().stream().map(JsonElement::getAsJsonObject)
            .filter(message -> message.has("tool_calls"))
            .flatMap(message -> message.getAsJsonArray("tool_calls").asList().stream())
            .map(call -> call.getAsJsonObject().getAsJsonObject("function").get("arguments")).toList();
    }

    @Override
    public List<JsonElement> said(int turn) {
        return IntStream.range(0, CITIES.get(turn).size())
            .mapToObj(i -> (JsonElement) new JsonPrimitive(Mind.call(CITIES.get(turn).get(i)))).toList();
    }
}
