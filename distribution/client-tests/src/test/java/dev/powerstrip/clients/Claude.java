package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.Reply;
import java.util.List;

/** Claude, as Anthropic's Messages show it. */
final class Claude implements Mind {

    private static final String FIRST = """
        [{"type":"thinking","thinking":"They ask für \\"Köln\\".","signature":"%s"},{"type":"text","text":"Let me look."},
        {"type":"tool_use","id":"toolu_1","name":"weather","input":%s}]""".formatted(Mind.seal(0, 0),
        Mind.call("Köln"));
    private static final String SECOND = """
        [{"type":"thinking","thinking":"Two more.","signature":"%s"},{"type":"redacted_thinking","data":"%s"},
        {"type":"tool_use","id":"toolu_2","name":"weather","input":%s},
        {"type":"tool_use","id":"toolu_3","name":"weather","input":%s}]""".formatted(Mind.seal(1, 0), Mind.seal(1, 1),
        Mind.call("Bonn"), Mind.call("Trier"));
    private static final String THIRD = """
        [{"type":"thinking","thinking":"","signature":"%s"},{"type":"text","text":"Rain everywhere."}]"""
        .formatted(Mind.seal(2, 0));
    private static final String FOURTH = """
        [{"type":"thinking","thinking":"Once more.","signature":"%s"},
        {"type":"tool_use","id":"toolu_4","name":"weather","input":%s}]""".formatted(Mind.seal(3, 0), Mind.call("Ulm"));
    private static final String FIFTH = """
        [{"type":"text","text":"Sun."}]""";
    private static final List<String> TURNS = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH);

    private static JsonArray content(int turn) {
        return JsonParser.parseString(TURNS.get(turn)).getAsJsonArray();
    }

    @Override
    public Reply answer(int turn, boolean streamed) {
        return streamed ? events(turn) : Reply.json(message(content(turn), reason(turn)));
    }

    private static String reason(int turn) {
        return TURNS.get(turn).contains("\"tool_use\"") ? "tool_use" : "end_turn";
    }

    private static String message(JsonArray content, String reason) {
        return """
            {"id":"msg_1","type":"message","role":"assistant","model":"c","content":%s,"stop_reason":%s,\
            "stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":7}}""".formatted(content,
            reason.isEmpty() ? "null" : "\"" + reason + "\"");
    }

    private static Reply events(int turn) {
        var reply = Reply.stream().event("message_start",
            "{\"type\":\"message_start\",\"message\":%s}".formatted(message(new JsonArray(), "")));
        int index = 0;
        for (var block : content(turn)) {
            reply = block(block.getAsJsonObject(), index++, reply);
        }
        return reply.event("message_delta", """
            {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":7}}"""
            .formatted(reason(turn))).event("message_stop", "{\"type\":\"message_stop\"}");
    }

    private static Reply block(JsonObject block, int index, Reply before) {
        var type = block.get("type").getAsString();
        var reply = before.event("content_block_start",
            "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
                .formatted(index, begun(block, type)));
        for (var delta : deltas(block, type)) {
            reply = reply.event("content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}".formatted(index, delta));
        }
        return reply.event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index));
    }

    private static JsonObject begun(JsonObject block, String type) {
        var begun = block.deepCopy();
        switch (type) {
            case "thinking" -> {
                begun.addProperty("thinking", "");
                begun.addProperty("signature", "");
            }
            case "text" -> begun.addProperty("text", "");
            case "tool_use" -> begun.add("input", new JsonObject());
            default -> {}
        }
        return begun;
    }

    private static List<JsonObject> deltas(JsonObject block, String type) {
        return switch (type) {
            case "thinking" -> List.of(delta("thinking_delta", "thinking", block.get("thinking").getAsString()),
                delta("signature_delta", "signature", block.get("signature").getAsString()));
            case "text" -> List.of(delta("text_delta", "text", block.get("text").getAsString()));
            case "tool_use" -> List.of(delta("input_json_delta", "partial_json", block.get("input").toString()));
            default -> List.of();
        };
    }

    private static JsonObject delta(String type, String name, String value) {
        var delta = new JsonObject();
        delta.addProperty("type", type);
        delta.addProperty(name, value);
        return delta;
    }

    /** The turns that hold more than what was said, as they are. */
    @Override
    public List<JsonElement> broughtBack(JsonObject request) {
        return request.getAsJsonArray("messages").asList().stream().map(JsonElement::getAsJsonObject)
            .filter(message -> message.get("role").getAsString().equals("assistant"))
            .map(message -> message.get("content")).toList();
    }

    @Override
    public List<JsonElement> said(int turn) {
        return List.of(content(turn));
    }
}
