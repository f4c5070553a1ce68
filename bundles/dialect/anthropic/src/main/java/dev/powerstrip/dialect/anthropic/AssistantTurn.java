package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An assistant's turn: what it thought, said and called. */
final class AssistantTurn {

    private static final String REASONING_FORMAT = "anthropic-claude-v1";
    private static final Set<String> THOUGHTS = Set.of("thinking", "redacted_thinking");

    private final ChatRequest request;
    private final StringBuilder reasoning = new StringBuilder();
    private final JsonArray reasoningDetails = new JsonArray();
    private final List<JsonObject> parts = new ArrayList<>();
    private final JsonArray toolCalls = new JsonArray();

    private AssistantTurn(ChatRequest request) {
        this.request = request;
    }

    static JsonObject message(JsonView content, ChatRequest request) {
        var turn = new AssistantTurn(request);
        if (content.kind() == JsonView.Kind.STRING) {
            turn.parts.addAll(Parts.of(content));
        }
        var blocks = content.items();
        int thoughts = (int) blocks.stream().filter(AssistantTurn::isThought).count();
        for (var block : blocks) {
            thoughts -= isThought(block) ? 1 : 0;
            turn.add(block, thoughts > 0);
        }
        return turn.message();
    }

    private static boolean isThought(JsonView block) {
        return THOUGHTS.contains(block.get("type").string().orElse(""));
    }

    /** A labelled block before a later thought stays before it: among the thoughts, which have an order. */
    private void add(JsonView block, boolean thoughtFollows) {
        switch (block.get("type").string().orElse("")) {
            case "thinking" -> {
                reasoning.append(block.get("thinking").string().orElse(""));
                addThought(block, "signature").ifPresent(signature -> {
                    var detail = detail("reasoning.text");
                    MessagesToChat.copy(block, "thinking", detail, "text");
                    detail.addProperty("signature", signature);
                });
            }
            case "redacted_thinking" -> addThought(block, "data")
                .ifPresent(data -> detail("reasoning.encrypted").addProperty("data", data));
            case "tool_use" -> toolCalls.add(call(block));
            default -> {
                var part = Parts.part(block);
                if (thoughtFollows && Parts.isLabelled(part)) {
                    reasoningDetails.add(part);
                } else {
                    parts.add(part);
                }
            }
        }
    }

    /** Adds the thoughts of another model that a block carries; if it carries none, what Anthropic proves its thought with. */
    private Optional<String> addThought(JsonView block, String name) {
        var proof = block.get(name).string().filter(text -> !text.isEmpty());
        if (proof.filter(text -> text.startsWith(CarriedThoughts.MARK)).isEmpty()) {
            return proof;
        }
        proof.flatMap(CarriedThoughts::of)
            .filter(details -> details.asList().stream().allMatch(JsonElement::isJsonObject))
            .ifPresentOrElse(reasoningDetails::addAll, () -> request.drop("messages.content." + name));
        return Optional.empty();
    }

    private JsonObject detail(String type) {
        var detail = new JsonObject();
        detail.addProperty("type", type);
        detail.addProperty("format", REASONING_FORMAT);
        detail.addProperty("index", reasoningDetails.size());
        reasoningDetails.add(detail);
        return detail;
    }

    private static JsonObject call(JsonView block) {
        var function = new JsonObject();
        MessagesToChat.copy(block, "name", function, "name");
        function.addProperty("arguments", block.get("input").tree().toString());
        var call = new JsonObject();
        MessagesToChat.copy(block, "id", call, "id");
        call.addProperty("type", "function");
        call.add("function", function);
        MessagesToChat.copy(block, "cache_control", call, "cache_control");
        return call;
    }

    private JsonObject message() {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        message.add("content", content());
        if (!reasoning.isEmpty()) {
            message.addProperty("reasoning", reasoning.toString());
        }
        if (!reasoningDetails.isEmpty()) {
            message.add("reasoning_details", reasoningDetails);
        }
        if (!toolCalls.isEmpty()) {
            message.add("tool_calls", toolCalls);
        }
        return message;
    }

    /** Several plain texts are one text with nothing between. */
    private JsonElement content() {
        if (parts.isEmpty()) {
            return toolCalls.isEmpty() ? new JsonPrimitive("") : JsonNull.INSTANCE;
        }
        if (!parts.stream().allMatch(Parts::isPlainText)) {
            return Parts.content(parts);
        }
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.get("text").getAsString()));
        return new JsonPrimitive(text.toString());
    }
}
