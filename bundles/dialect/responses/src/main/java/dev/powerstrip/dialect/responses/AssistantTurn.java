package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;
import java.util.ArrayList;
import java.util.List;

/** What an assistant thought, said and called in one turn, gathered from its items. */
final class AssistantTurn {

    private final StringBuilder reasoning = new StringBuilder();
    private final JsonArray reasoningDetails = new JsonArray();
    private final List<JsonObject> parts = new ArrayList<>();
    private final JsonArray calls = new JsonArray();

    void say(List<JsonObject> said) {
        parts.addAll(said);
    }

    void thought(String text) {
        reasoning.append(text);
    }

    void detail(JsonObject detail) {
        reasoningDetails.add(detail);
    }

    void call(JsonView item, String arguments) {
        var function = new JsonObject();
        copy(item, "name", function, "name");
        function.addProperty("arguments", arguments);
        var call = new JsonObject();
        copy(item, "call_id", call, "id");
        call.addProperty("type", "function");
        call.add("function", function);
        calls.add(call);
    }

    JsonObject message() {
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        message.add("content", parts.isEmpty() && !calls.isEmpty() ? JsonNull.INSTANCE : Parts.content(parts));
        if (!reasoning.isEmpty()) {
            message.addProperty("reasoning", reasoning.toString());
        }
        if (!reasoningDetails.isEmpty()) {
            message.add("reasoning_details", reasoningDetails);
        }
        if (!calls.isEmpty()) {
            message.add("tool_calls", calls);
        }
        return message;
    }
}
