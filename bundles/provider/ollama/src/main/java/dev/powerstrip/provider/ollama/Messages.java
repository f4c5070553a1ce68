package dev.powerstrip.provider.ollama;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.DataUrl;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says messages in Ollama's words: a text and pictures beside it. One request, one thread. */
final class Messages {

    private final Map<String, String> called = new HashMap<>();

    private Messages() {}

    /** A list of its own, which may be added to. */
    static List<JsonObject> of(JsonObject chat) {
        var messages = new Messages();
        return JsonTree.objects(chat, "messages").stream().map(messages::message)
            .collect(Collectors.toCollection(ArrayList::new));
    }

    static JsonObject of(String role, String content) {
        var said = JsonTree.of("role", role);
        said.addProperty("content", content);
        return said;
    }

    private JsonObject message(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        return switch (role) {
            case "system", "developer" -> said("system", message);
            case "user" -> said("user", message);
            case "assistant" -> assistant(message);
            case "tool", "function" -> result(message);
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        };
    }

    private static JsonObject said(String role, JsonObject message) {
        var plain = JsonTree.text(message, "content");
        if (plain.isPresent()) {
            return of(role, plain.get());
        }
        var parts = JsonTree.objects(message, "content");
        var said = of(role, parts.stream().flatMap(part -> JsonTree.text(part, "text").stream())
            .collect(Collectors.joining("\n")));
        var images = new JsonArray();
        parts.stream().filter(part -> !isText(part)).forEach(part -> images.add(image(part)));
        if (!images.isEmpty()) {
            said.add("images", images);
        }
        return said;
    }

    private static boolean isText(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        if (!List.of("text", "refusal", "native", "image_url").contains(type)) {
            throw JsonTree.wrong("messages[].content[].type",
                "Ollama reads text and image_url, not \"%s\"".formatted(type));
        }
        return !type.equals("image_url");
    }

    private static String image(JsonObject part) {
        return JsonTree.object(part, "image_url").flatMap(image -> JsonTree.text(image, "url"))
            .or(() -> JsonTree.text(part, "image_url")).flatMap(DataUrl::of).map(DataUrl::base64)
            .orElseThrow(() -> JsonTree.wrong("messages[].content[].image_url.url",
                "Ollama fetches nothing: a data URL is expected"));
    }

    private JsonObject assistant(JsonObject message) {
        var said = said("assistant", message);
        JsonTree.text(message, "reasoning").or(() -> JsonTree.text(message, "reasoning_content"))
            .filter(thought -> !thought.isEmpty()).ifPresent(thought -> said.addProperty("thinking", thought));
        var calls = new JsonArray();
        JsonTree.objects(message, "tool_calls").forEach(call -> calls.add(call(call)));
        if (!calls.isEmpty()) {
            said.add("tool_calls", calls);
        }
        return said;
    }

    private JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var said = new JsonObject();
        JsonTree.copy(function, "name", said, "name");
        said.add("arguments", JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments"));
        var whole = new JsonObject();
        JsonTree.text(call, "id").ifPresent(id -> {
            whole.addProperty("id", id);
            JsonTree.text(function, "name").ifPresent(name -> called.put(id, name));
        });
        whole.add("function", said);
        return whole;
    }

    /** Older versions know a call by its tool's name, newer ones by its id. */
    private JsonObject result(JsonObject message) {
        var said = said("tool", message);
        JsonTree.text(message, "tool_call_id").ifPresent(id -> {
            said.addProperty("tool_call_id", id);
            if (called.containsKey(id)) {
                said.addProperty("tool_name", called.get(id));
            }
        });
        return said;
    }
}
