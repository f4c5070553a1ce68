package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Optional;

/** Says instructions and input items as chat messages. What an assistant did item by item is one message of its own. */
final class Conversation {

    private final JsonArray messages = new JsonArray();
    private Optional<AssistantTurn> turn = Optional.empty();

    private Conversation() {}

    static JsonArray of(JsonView body) {
        var conversation = new Conversation();
        body.get("instructions").string().filter(text -> !text.isEmpty())
            .ifPresent(text -> conversation.say("system", new JsonPrimitive(text)));
        var input = body.get("input");
        input.string().ifPresent(text -> conversation.say("user", new JsonPrimitive(text)));
        input.items().forEach(conversation::add);
        conversation.endTurn();
        return conversation.messages;
    }

    private void add(JsonView item) {
        var type = Typed.type(item);
        switch (type) {
            case "", "message" -> addMessage(item);
            case "reasoning" -> Thoughts.recall(item, turn());
            case "function_call" -> turn().call(item, item.get("arguments").string().orElse(""));
            case "custom_tool_call" -> turn().call(item, Tools.arguments(item.get("input").string().orElse("")));
            case "function_call_output", "custom_tool_call_output" -> addResult(item);
            default -> {
                if (type.endsWith("_output") || type.endsWith("_response")) {
                    say("user", Parts.content(List.of(Typed.labelled(item))));
                } else {
                    turn().say(List.of(Typed.labelled(item)));
                }
            }
        }
    }

    private AssistantTurn turn() {
        if (turn.isEmpty()) {
            turn = Optional.of(new AssistantTurn());
        }
        return turn.get();
    }

    private void addMessage(JsonView item) {
        var role = item.get("role").string().orElseThrow();
        var parts = Parts.of(item.get("content"));
        if (role.equals("assistant")) {
            turn().say(parts);
        } else {
            say(role, Parts.content(parts));
        }
    }

    private void addResult(JsonView item) {
        endTurn();
        var message = new JsonObject();
        message.addProperty("role", "tool");
        copy(item, "call_id", message, "tool_call_id");
        message.add("content", Parts.content(Parts.of(item.get("output"))));
        messages.add(message);
    }

    private void say(String role, JsonElement content) {
        endTurn();
        var message = new JsonObject();
        message.addProperty("role", role);
        message.add("content", content);
        messages.add(message);
    }

    private void endTurn() {
        turn.ifPresent(ended -> messages.add(ended.message()));
        turn = Optional.empty();
    }
}
