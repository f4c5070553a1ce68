package dev.powerstrip.translation.messages;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.translation.Typed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says tools, their calls and their results in Anthropic's words. */
final class Tools {

    private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9_-]+");

    private Tools() {}

    static void add(JsonObject chat, JsonObject message) {
        var tools = new JsonArray();
        JsonTree.objects(chat, "tools").stream().flatMap(Tools::tool).forEach(tools::add);
        if (chat.has("web_search_options")) {
            tools.add(Typed.of("web_search_20250305", "name", "web_search"));
        }
        if (tools.isEmpty()) {
            return;
        }
        message.add("tools", tools);
        choice(chat).ifPresent(choice -> message.add("tool_choice", choice));
        if (JsonTree.flag(chat, "parallel_tool_calls").filter(parallel -> !parallel).isPresent()) {
            if (!message.has("tool_choice")) {
                message.add("tool_choice", Typed.of("auto"));
            }
            message.getAsJsonObject("tool_choice").addProperty("disable_parallel_tool_use", true);
        }
    }

    /** A function becomes a tool; a tool of Anthropic's own stays as it is. */
    private static Stream<JsonObject> tool(JsonObject tool) {
        var type = JsonTree.text(tool, "type").orElse("function");
        if (type.equals("native")) {
            return Blocks.own(tool).stream();
        }
        if (!type.equals("function")) {
            return Stream.of(tool);
        }
        var function = JsonTree.object(tool, "function")
            .orElseThrow(() -> JsonTree.wrong("tools[].function", "an object is expected"));
        var said = new JsonObject();
        said.add("name", function.get("name"));
        copy(function, "description", said);
        said.add("input_schema", JsonTree.object(function, "parameters").orElseGet(JsonObject::new));
        JsonTree.child(said, "input_schema").asMap().putIfAbsent("type", new JsonPrimitive("object"));
        copy(function, "strict", said);
        copy(tool, "cache_control", said);
        return Stream.of(said);
    }

    private static void copy(JsonObject from, String name, JsonObject to) {
        if (from.has(name) && !from.get(name).isJsonNull()) {
            to.add(name, from.get(name));
        }
    }

    private static Optional<JsonObject> choice(JsonObject chat) {
        return JsonTree.text(chat, "tool_choice").map(word -> switch (word) {
            case "auto", "none" -> Typed.of(word);
            case "required", "any" -> Typed.of("any");
            default -> throw JsonTree.wrong("tool_choice",
                "none, auto, required or a named function is expected, not \"%s\"".formatted(word));
        }).or(() -> JsonTree.object(chat, "tool_choice").map(named -> Typed.of("tool", "name",
            JsonTree.object(named, "function").flatMap(function -> JsonTree.text(function, "name")).orElseThrow(
                () -> JsonTree.wrong("tool_choice.function.name", "the name of one of the tools is expected")))));
    }

    /** True where the model has to call a tool. */
    static boolean isForced(JsonObject message) {
        return JsonTree.object(message, "tool_choice").flatMap(choice -> JsonTree.text(choice, "type"))
            .filter(type -> type.equals("any") || type.equals("tool")).isPresent();
    }

    /** The calls that an assistant's message made. */
    static List<JsonObject> calls(JsonObject message) {
        return JsonTree.objects(message, "tool_calls").stream().map(Tools::call).toList();
    }

    private static JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var block = Typed.of("tool_use", "id", callId(JsonTree.text(call, "id").orElse("")));
        block.add("name", function.get("name"));
        block.add("input", JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments"));
        copy(call, "cache_control", block);
        return block;
    }

    static JsonObject result(JsonObject message) {
        var block = Typed.of("tool_result", "tool_use_id", callId(JsonTree.text(message, "tool_call_id").orElse("")));
        var text = JsonTree.text(message, "content");
        if (text.isPresent()) {
            block.addProperty("content", text.get());
        } else {
            var content = new JsonArray();
            Blocks.of(message.get("content")).forEach(content::add);
            block.add("content", content);
        }
        copy(message, "is_error", block);
        copy(message, "cache_control", block);
        return block;
    }

    /** Another provider's id that Anthropic would refuse becomes one that it takes, the same for call and result. */
    private static String callId(String id) {
        if (CALL_ID.matcher(id).matches()) {
            return id;
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return "toolu_" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
