package dev.powerstrip.provider.mistral;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.CallIds;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says messages in the order, with the ids and in the parts that Mistral takes. One request, one thread. */
final class Messages {

    /** What Mistral's thoughts are called, which only Mistral reads. */
    static final String THOUGHT = "mistral-chat-v1";

    private static final CallIds IDS = new CallIds("[a-zA-Z0-9]{9}", 9);

    private final List<JsonObject> said = new ArrayList<>();
    private final Map<String, String> called = new HashMap<>();

    private Messages() {}

    static List<JsonObject> of(JsonObject chat) {
        var messages = new Messages();
        JsonTree.objects(chat, "messages").forEach(messages::add);
        messages.markBegun();
        return messages.said;
    }

    private void add(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        switch (role) {
            case "system", "developer" -> say("system", content(message.get("content")));
            case "user" -> {
                goOnAfterTools();
                say("user", content(message.get("content")));
            }
            case "assistant" -> said.add(assistant(message));
            case "tool", "function" -> said.add(result(message));
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user, assistant or tool is expected, not \"%s\"".formatted(role));
        }
    }

    private void say(String role, JsonElement content) {
        var message = JsonTree.of("role", role);
        message.add("content", content);
        said.add(message);
    }

    /** Mistral wants the assistant to have spoken between a tool and the user. */
    private void goOnAfterTools() {
        if (!said.isEmpty() && said.get(said.size() - 1).get("role").getAsString().equals("tool")) {
            say("assistant", new JsonPrimitive("."));
        }
    }

    private static JsonElement content(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return new JsonPrimitive("");
        }
        if (!content.isJsonArray()) {
            return content;
        }
        var parts = new JsonArray();
        JsonTree.objects(JsonTree.of("content", content), "content").forEach(part -> addPart(part, parts));
        return parts;
    }

    private static void addPart(JsonObject part, JsonArray parts) {
        var type = JsonTree.text(part, "type").orElse("");
        var said = JsonTree.of("type", type);
        switch (type) {
            case "text" -> JsonTree.copy(part, "text", said, "text");
            case "image_url" -> JsonTree.copy(part, "image_url", said, "image_url");
            case "input_audio" -> JsonTree.object(part, "input_audio")
                .ifPresent(audio -> JsonTree.copy(audio, "data", said, "input_audio"));
            case "file" -> {
                var file = JsonTree.object(part, "file").orElseGet(JsonObject::new);
                said.addProperty("type", "document_url");
                JsonTree.copy(file, "file_data", said, "document_url");
                JsonTree.copy(file, "filename", said, "document_name");
            }
            case "native" -> {
                return;
            }
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text, image_url, file or input_audio is expected, not \"%s\"".formatted(type));
        }
        parts.add(said);
    }

    /** What was thought stands before what was said, in one list. */
    private JsonObject assistant(JsonObject message) {
        var assistant = JsonTree.of("role", "assistant");
        var thoughts = new JsonArray();
        JsonTree.objects(message, "reasoning_details").stream()
            .filter(detail -> JsonTree.text(detail, "format").filter(THOUGHT::equals).isPresent())
            .flatMap(detail -> JsonTree.text(detail, "text").stream()).forEach(text -> thoughts.add(thought(text)));
        var content = content(message.get("content"));
        if (thoughts.isEmpty()) {
            assistant.add("content", content);
        } else {
            if (content.isJsonArray()) {
                thoughts.addAll(content.getAsJsonArray());
            } else if (!content.getAsString().isEmpty()) {
                thoughts.add(text(content.getAsString()));
            }
            assistant.add("content", thoughts);
        }
        var calls = JsonTree.objects(message, "tool_calls").stream().map(this::call).toList();
        if (!calls.isEmpty()) {
            assistant.add("tool_calls", JsonTree.array(calls));
        }
        return assistant;
    }

    private static JsonObject thought(String text) {
        var thought = JsonTree.of("type", "thinking");
        thought.add("thinking", JsonTree.array(List.of(text(text))));
        return thought;
    }

    private static JsonObject text(String text) {
        var part = JsonTree.of("type", "text");
        part.addProperty("text", text);
        return part;
    }

    private JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var said = new JsonObject();
        JsonTree.copy(function, "name", said, "name");
        said.addProperty("arguments", JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments").toString());
        var id = IDS.of(JsonTree.text(call, "id").orElse(""));
        JsonTree.text(function, "name").ifPresent(name -> called.put(id, name));
        var typed = JsonTree.of("id", id);
        typed.addProperty("type", "function");
        typed.add("function", said);
        return typed;
    }

    /** Mistral wants to be told which function that was. */
    private JsonObject result(JsonObject message) {
        var result = JsonTree.of("role", "tool");
        var id = IDS.of(JsonTree.text(message, "tool_call_id").orElse(""));
        var name = JsonTree.text(message, "name").orElse(called.getOrDefault(id, ""));
        if (!name.isEmpty()) {
            result.addProperty("name", name);
        }
        result.addProperty("tool_call_id", id);
        result.add("content", content(message.get("content")));
        return result;
    }

    /** An answer that is begun has to be marked. */
    private void markBegun() {
        if (!said.isEmpty()) {
            var last = said.get(said.size() - 1);
            if (last.get("role").getAsString().equals("assistant") && !last.has("tool_calls")) {
                last.addProperty("prefix", true);
            }
        }
    }
}
