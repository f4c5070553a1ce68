package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.json.JsonView;
import java.util.ArrayList;
import java.util.List;

/** Says Anthropic's system prompt and turns as chat messages. */
final class Conversation {

    private final ChatRequest request;
    private final JsonArray messages = new JsonArray();

    private Conversation(ChatRequest request) {
        this.request = request;
    }

    static JsonArray of(ChatRequest request) {
        var body = request.body();
        var conversation = new Conversation(request);
        if (body.get("system").hasValue()) {
            conversation.say("system", Parts.content(Parts.of(body.get("system"))));
        }
        body.get("messages").items().forEach(conversation::add);
        return conversation.messages;
    }

    private void add(JsonView turn) {
        var role = turn.get("role").string().orElseThrow();
        switch (role) {
            case "assistant" -> messages.add(AssistantTurn.message(turn.get("content"), request));
            case "user" -> addUser(turn.get("content"));
            default -> say(role, Parts.content(Parts.of(turn.get("content"))));
        }
    }

    /** The answers of tools are messages of their own, before what the user says to them. */
    private void addUser(JsonView content) {
        var blocks = content.items();
        var results = blocks.stream().filter(Conversation::isResult).toList();
        results.forEach(result -> messages.add(result(result)));
        if (results.isEmpty()) {
            say("user", Parts.content(Parts.of(content)));
        } else if (results.size() < blocks.size()) {
            say("user", Parts.content(Parts.of(blocks.stream().filter(block -> !isResult(block)).toList())));
        }
    }

    private static boolean isResult(JsonView block) {
        return block.get("type").string().filter("tool_result"::equals).isPresent();
    }

    private static JsonObject result(JsonView result) {
        var parts = new ArrayList<>(Parts.of(result.get("content")));
        if (result.get("is_error").isTrue()) {
            markAsError(parts);
        }
        if (result.get("cache_control").hasValue() && !parts.isEmpty()) {
            parts.get(parts.size() - 1).add("cache_control", result.get("cache_control").tree());
        }
        var message = new JsonObject();
        message.addProperty("role", "tool");
        MessagesToChat.copy(result, "tool_use_id", message, "tool_call_id");
        message.add("content", Parts.content(parts));
        return message;
    }

    /** The canonical form has no mark for a failed tool, so the model is told in words. */
    private static void markAsError(List<JsonObject> parts) {
        if (!parts.isEmpty() && parts.get(0).has("text")) {
            parts.get(0).addProperty("text", "Error: " + parts.get(0).get("text").getAsString());
        } else {
            parts.add(0, Parts.text("Error"));
        }
    }

    private void say(String role, JsonElement content) {
        var message = new JsonObject();
        message.addProperty("role", role);
        message.add("content", content);
        messages.add(message);
    }
}
