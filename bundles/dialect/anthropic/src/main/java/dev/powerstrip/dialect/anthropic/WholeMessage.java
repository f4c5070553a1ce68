package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says an answer as one message. */
final class WholeMessage implements MessageParts {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final JsonArray content = new JsonArray();
    private final List<ToolUse> calls = new ArrayList<>();
    private byte[] ready = NOTHING;

    WholeMessage(AnswerFacts facts) {
        this.facts = facts;
    }

    /** A message has no beginning of its own. */
    @Override
    public void begin() {}

    @Override
    public void thinking(String piece) {
        content.add(Blocks.thinking(piece, ""));
    }

    @Override
    public void signature(String signature) {
        if (content.isEmpty() || !isUnsignedThought(last())) {
            content.add(Blocks.thinking("", ""));
        }
        last().addProperty("signature", signature);
    }

    private static boolean isUnsignedThought(JsonObject block) {
        return block.has("thinking") && block.get("signature").getAsString().isEmpty();
    }

    private JsonObject last() {
        return content.get(content.size() - 1).getAsJsonObject();
    }

    @Override
    public void text(String piece) {
        content.add(Blocks.text(piece));
    }

    @Override
    public void citation(JsonObject citation) {
        if (content.isEmpty() || !last().has("text")) {
            text("");
        }
        var citations = last().has("citations") ? last().getAsJsonArray("citations") : new JsonArray();
        citations.add(citation);
        last().add("citations", citations);
    }

    @Override
    public void block(JsonObject block) {
        content.add(block);
    }

    @Override
    public void toolUse(String id, String name) {
        var block = Blocks.toolUse(id, name, new JsonObject());
        content.add(block);
        calls.add(new ToolUse(block, new StringBuilder()));
    }

    @Override
    public void toolInput(int call, String piece) {
        calls.get(call).input.append(piece);
    }

    @Override
    public void end(String stopReason, Optional<String> stopSequence, JsonObject usage) {
        calls.stream().filter(call -> !call.input.isEmpty())
            .forEach(call -> call.block.add("input", object(call.input.toString())));
        var message = Blocks.message(facts, content);
        Blocks.stop(message, stopReason, stopSequence);
        message.add("usage", usage);
        ready = message.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Input that was cut off is handed on as Anthropic tells its users to hand on what is no JSON. */
    private static JsonObject object(String input) {
        try {
            var json = JsonParser.parseString(input);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException notJson) {
            return invalid(input);
        }
        return invalid(input);
    }

    private static JsonObject invalid(String input) {
        var wrapped = new JsonObject();
        wrapped.addProperty("INVALID_JSON", input);
        return wrapped;
    }

    @Override
    public byte[] take() {
        return ready;
    }

    private record ToolUse(JsonObject block, StringBuilder input) {}
}
