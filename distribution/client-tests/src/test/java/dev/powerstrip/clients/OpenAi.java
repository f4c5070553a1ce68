package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.testing.Reply;
import java.util.List;
import java.util.Set;

/** A model of OpenAI's, as Responses show it. */
final class OpenAi implements Mind {

    private static final Set<String> KEPT = Set.of("reasoning", "function_call");
    private static final String FIRST = """
        [{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"They ask für \\"Köln\\"."},
        {"type":"summary_text","text":"So I look."}],"encrypted_content":"%s"},%s,%s]""".formatted(Mind.seal(0, 0),
        message("Let me look."), call(1, "Köln"));
    private static final String SECOND = """
        [{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"%s"},
        {"type":"reasoning","id":"rs_3","summary":[{"type":"summary_text","text":"Two more."}],"encrypted_content":"%s"},
        %s,%s]""".formatted(Mind.seal(1, 0), Mind.seal(1, 1), call(2, "Bonn"), call(3, "Trier"));
    private static final String THIRD = """
        [{"type":"reasoning","id":"rs_4","summary":[],"encrypted_content":"%s"},%s]""".formatted(Mind.seal(2, 0),
        message("Rain everywhere."));
    private static final String FOURTH = """
        [{"type":"reasoning","id":"rs_5","summary":[{"type":"summary_text","text":"Once more."}],"encrypted_content":"%s"},
        %s]""".formatted(Mind.seal(3, 0), call(4, "Ulm"));
    private static final List<String> TURNS = List.of(FIRST, SECOND, THIRD, FOURTH, "[" + message("Sun.") + "]");

    private static String message(String text) {
        return """
            {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text",\
            "text":"%s","annotations":[]}]}""".formatted(text);
    }

    private static String call(int number, String city) {
        return """
            {"type":"function_call","id":"fc_%d","call_id":"call_%d","name":"weather","arguments":%s,"status":"completed"}"""
            .formatted(number, number, new JsonPrimitive(Mind.call(city)));
    }

    private static JsonArray output(int turn) {
        return JsonParser.parseString(TURNS.get(turn)).getAsJsonArray();
    }

    @Override
    public Reply answer(int turn, boolean streamed) {
        return streamed ? events(turn) : Reply.json(response(turn, output(turn), "completed"));
    }

    private static String response(int turn, JsonArray output, String status) {
        return """
            {"id":"resp_%d","object":"response","created_at":1764000000,"model":"o","status":"%s","error":null,\
            "incomplete_details":null,"output":%s,"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},\
            "output_tokens":7,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":16}}"""
            .formatted(turn, status, output);
    }

    private static Reply events(int turn) {
        var begun = response(turn, new JsonArray(), "in_progress");
        var reply = event("response.created", "\"response\":" + begun, Reply.stream());
        int index = 0;
        for (var item : output(turn)) {
            reply = item(item.getAsJsonObject(), "\"output_index\":%d,".formatted(index++), reply);
        }
        return event("response.completed", "\"response\":" + response(turn, output(turn), "completed"), reply);
    }

    private static Reply item(JsonObject item, String index, Reply before) {
        var begun = item.deepCopy();
        switch (item.get("type").getAsString()) {
            case "reasoning" -> {
                begun.add("summary", new JsonArray());
                begun.addProperty("encrypted_content", "gAAA");
            }
            case "message" -> begun.add("content", new JsonArray());
            default -> begun.addProperty("arguments", "");
        }
        var reply = event("response.output_item.added", index + "\"item\":" + begun, before);
        reply = switch (item.get("type").getAsString()) {
            case "reasoning" -> summary(item.getAsJsonArray("summary"), index, reply);
            case "message" -> event("response.output_text.delta",
                index + "\"content_index\":0,\"delta\":" + text(item.getAsJsonArray("content").get(0)), reply);
            default -> event("response.function_call_arguments.delta", index + "\"delta\":" + item.get("arguments"),
                reply);
        };
        return event("response.output_item.done", index + "\"item\":" + item, reply);
    }

    private static Reply summary(JsonArray parts, String index, Reply before) {
        var reply = before;
        for (int i = 0; i < parts.size(); i++) {
            var place = index + "\"summary_index\":%d,".formatted(i);
            reply = event("response.reasoning_summary_part.added",
                place + "\"part\":{\"type\":\"summary_text\",\"text\":\"\"}", reply);
            reply = event("response.reasoning_summary_text.delta", place + "\"delta\":" + text(parts.get(i)), reply);
        }
        return reply;
    }

    private static JsonElement text(JsonElement part) {
        return part.getAsJsonObject().get("text");
    }

    private static Reply event(String type, String fields, Reply before) {
        return before.event(type, "{\"type\":\"%s\",%s}".formatted(type, fields));
    }

    /** Calls without the id and the status that a client of another form does not know. */
    @Override
    public List<JsonElement> broughtBack(JsonObject request) {
        return kept(request.getAsJsonArray("input"));
    }

    @Override
    public List<JsonElement> said(int turn) {
        return kept(output(turn));
    }

    private static List<JsonElement> kept(JsonArray items) {
        return items.asList().stream().map(item -> item.getAsJsonObject().deepCopy())
            .filter(item -> item.has("type") && KEPT.contains(item.get("type").getAsString())).peek(item -> {
                item.remove("status");
                if (item.has("call_id")) {
                    item.remove("id");
                }
            }).map(JsonElement.class::cast).toList();
    }
}
