package dev.powerstrip.translation.responses;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.CallIds;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.util.ArrayList;
import java.util.List;

/** Says messages as input items; of the assistant's, thoughts stand first, then what it said, then its calls. */
final class Conversation {

    private static final CallIds CALL_IDS = new CallIds("[\\x21-\\x7e]{1,64}", 24);

    private final Thoughts thoughts;

    Conversation(String format) {
        this.thoughts = new Thoughts(format);
    }

    List<JsonObject> items(JsonObject chat) {
        var items = new ArrayList<JsonObject>();
        JsonTree.objects(chat, "messages").forEach(message -> add(message, items));
        return items;
    }

    private void add(JsonObject message, List<JsonObject> items) {
        var role = JsonTree.text(message, "role").orElse("");
        switch (role) {
            case "system", "developer", "user" -> items.add(said(role, named(message)));
            case "assistant" -> {
                items.addAll(thoughts.items(message));
                var parts = Parts.said(message.get("content"));
                if (!parts.isEmpty()) {
                    items.add(said(role, JsonTree.array(parts)));
                }
                JsonTree.objects(message, "tool_calls").stream().map(Conversation::call).forEach(items::add);
            }
            case "tool" -> items.add(result(message));
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        }
    }

    private static JsonObject said(String role, JsonElement content) {
        var item = new JsonObject();
        item.addProperty("role", role);
        item.add("content", content);
        return item;
    }

    /** Responses know no names of speakers: they stand before what is said. */
    private static JsonElement named(JsonObject message) {
        var content = Parts.given(message.get("content"));
        var name = JsonTree.text(message, "name");
        if (name.isEmpty()) {
            return content;
        }
        if (content instanceof JsonPrimitive text) {
            return new JsonPrimitive(name.get() + ": " + text.getAsString());
        }
        JsonTree.objects(JsonTree.of("content", content), "content").stream().filter(part -> part.has("text"))
            .findFirst()
            .ifPresent(part -> part.addProperty("text", name.get() + ": " + part.get("text").getAsString()));
        return content;
    }

    private static JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var item = Typed.of("function_call", "call_id", CALL_IDS.of(JsonTree.text(call, "id").orElse("")));
        item.add("name", function.get("name"));
        item.addProperty("arguments",
            JsonTree.text(function, "arguments").filter(text -> !text.isBlank()).orElse("{}"));
        return item;
    }

    private static JsonObject result(JsonObject message) {
        var item = Typed.of("function_call_output", "call_id",
            CALL_IDS.of(JsonTree.text(message, "tool_call_id").orElse("")));
        item.add("output", Parts.given(message.get("content")));
        return item;
    }
}
