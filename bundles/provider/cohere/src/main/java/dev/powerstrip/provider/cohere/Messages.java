package dev.powerstrip.provider.cohere;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says messages in Cohere's words. */
final class Messages {

    /** What Cohere's thoughts are called, which only Cohere reads. */
    static final String THOUGHT = "cohere-chat-v2";

    private Messages() {}

    static List<JsonObject> of(JsonObject chat) {
        return JsonTree.objects(chat, "messages").stream().map(Messages::message).toList();
    }

    private static JsonObject message(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        return switch (role) {
            case "system", "developer" -> said("system", new JsonPrimitive(text(message)));
            case "user" -> said("user", content(message.get("content")));
            case "assistant" -> assistant(message);
            case "tool", "function" -> result(message);
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        };
    }

    private static JsonObject said(String role, JsonElement content) {
        var said = JsonTree.of("role", role);
        said.add("content", content);
        return said;
    }

    /** A text, or parts that are texts and pictures. */
    private static JsonElement content(JsonElement content) {
        if (content == null || !content.isJsonArray()) {
            return content == null || content.isJsonNull() ? new JsonPrimitive("") : content;
        }
        var parts = new JsonArray();
        for (var part : JsonTree.objects(JsonTree.of("content", content), "content")) {
            var type = JsonTree.text(part, "type").orElse("");
            switch (type) {
                case "text", "image_url" -> parts.add(plain(part, type));
                case "native" -> {}
                default -> throw JsonTree.wrong("messages[].content[].type",
                    "Cohere reads text and image_url, not \"%s\"".formatted(type));
            }
        }
        return parts;
    }

    private static JsonObject plain(JsonObject part, String type) {
        var plain = JsonTree.of("type", type);
        JsonTree.copy(part, type.equals("text") ? "text" : "image_url", plain, type);
        return plain;
    }

    /** What is said before a tool call is the plan for it. */
    private static JsonObject assistant(JsonObject message) {
        var said = JsonTree.of("role", "assistant");
        var calls = JsonTree.objects(message, "tool_calls").stream().map(Tools::call).toList();
        var thoughts = thoughts(message);
        var text = text(message);
        if (!calls.isEmpty()) {
            said.add("tool_calls", JsonTree.array(calls));
            if (!text.isBlank()) {
                said.addProperty("tool_plan", text);
            }
        }
        if (!thoughts.isEmpty()) {
            var content = new ArrayList<>(thoughts);
            if (calls.isEmpty()) {
                content.add(part("text", text));
            }
            said.add("content", JsonTree.array(content));
        } else if (calls.isEmpty()) {
            said.addProperty("content", text);
        }
        return said;
    }

    private static List<JsonObject> thoughts(JsonObject message) {
        return JsonTree.objects(message, "reasoning_details").stream()
            .filter(detail -> JsonTree.text(detail, "format").filter(THOUGHT::equals).isPresent())
            .flatMap(detail -> JsonTree.text(detail, "text").stream()).map(text -> part("thinking", text)).toList();
    }

    private static JsonObject part(String type, String text) {
        var part = JsonTree.of("type", type);
        part.addProperty(type, text);
        return part;
    }

    private static JsonObject result(JsonObject message) {
        var said = said("tool", new JsonPrimitive(text(message)));
        JsonTree.copy(message, "tool_call_id", said, "tool_call_id");
        return said;
    }

    private static String text(JsonObject message) {
        return JsonTree.text(message, "content").orElseGet(() -> JsonTree.objects(message, "content").stream()
            .flatMap(part -> JsonTree.text(part, "text").stream()).collect(Collectors.joining("\n")));
    }
}
