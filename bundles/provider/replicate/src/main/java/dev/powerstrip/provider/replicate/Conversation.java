package dev.powerstrip.provider.replicate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.provider.replicate.ChatToPrediction.Inputs;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A conversation as the inputs of a model that knows a prompt, and perhaps messages. One request, one thread. */
final class Conversation {

    private final Inputs names;
    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    Conversation(List<JsonObject> messages, Inputs names) {
        this.names = names;
        messages.forEach(this::add);
    }

    private void add(JsonObject message) {
        var role = JsonTree.text(message, "role").orElse("");
        if (!JsonTree.objects(message, "tool_calls").isEmpty()) {
            throw JsonTree.wrong("messages[].tool_calls", "models at Replicate call no tools");
        }
        switch (role) {
            case "system", "developer" -> system.add(text(message.get("content")));
            case "user", "assistant" -> turns.add(new Turn(role, text(message.get("content"))));
            default -> throw JsonTree.wrong("messages[].role",
                "system, developer, user or assistant is expected, not \"%s\"".formatted(role));
        }
    }

    private String text(JsonElement content) {
        if (content == null || content.isJsonNull()) {
            return "";
        }
        if (content.isJsonPrimitive()) {
            return content.getAsString();
        }
        return JsonTree.objects(JsonTree.of("content", content), "content").stream().map(this::part)
            .filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** The text of a part; a picture is noted. */
    private String part(JsonObject part) {
        var type = JsonTree.text(part, "type").orElse("");
        switch (type) {
            case "text" -> {
                return JsonTree.text(part, "text").orElse("");
            }
            case "image_url" -> images.add(JsonTree.object(part, "image_url")
                .flatMap(image -> JsonTree.text(image, "url"))
                .orElseThrow(() -> JsonTree.wrong("messages[].content[].image_url.url", "a text is expected")));
            case "native" -> {}
            default -> throw JsonTree.wrong("messages[].content[].type",
                "text or image_url is expected, not \"%s\"".formatted(type));
        }
        return "";
    }

    /** Messages where the model takes them, for they keep apart who said what; pictures go with a prompt only. */
    JsonObject input() {
        var input = new JsonObject();
        if (turns.size() > 1 && images.isEmpty() && !names.messages().isEmpty()) {
            input.add(names.messages(), messages());
            return input;
        }
        boolean apart = !names.system().isEmpty() && !system.isEmpty();
        if (apart) {
            input.addProperty(names.system(), String.join("\n\n", system));
        }
        input.addProperty("prompt",
            apart || system.isEmpty() ? prompt() : String.join("\n\n", system) + "\n\n" + prompt());
        names.addImages(images, input);
        return input;
    }

    private JsonArray messages() {
        var messages = new JsonArray();
        system.forEach(text -> messages.add(message("system", text)));
        turns.forEach(turn -> messages.add(message(turn.role, turn.text)));
        return messages;
    }

    private static JsonObject message(String role, String text) {
        var message = JsonTree.of("role", role);
        message.addProperty("content", text);
        return message;
    }

    private String prompt() {
        if (turns.size() == 1 && turns.get(0).role.equals("user")) {
            return turns.get(0).text;
        }
        var last = turns.isEmpty() || turns.get(turns.size() - 1).role.equals("user") ? "\n\nAssistant:" : "";
        return turns.stream().map(turn -> (turn.role.equals("user") ? "User: " : "Assistant: ") + turn.text)
            .collect(Collectors.joining("\n\n")) + last;
    }

    private record Turn(String role, String text) {}
}
