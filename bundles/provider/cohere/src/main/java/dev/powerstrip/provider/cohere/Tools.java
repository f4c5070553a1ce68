package dev.powerstrip.provider.cohere;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.List;
import java.util.Optional;

/** Says tools and choices: Cohere knows only that some tool or none is to be called. */
final class Tools {

    private Tools() {}

    static void add(JsonObject chat, JsonObject said) {
        var only = JsonTree.object(chat, "tool_choice").flatMap(choice -> JsonTree.object(choice, "function"))
            .flatMap(function -> JsonTree.text(function, "name"));
        var functions
            = JsonTree.objects(chat, "tools").stream().flatMap(tool -> JsonTree.object(tool, "function").stream())
                .filter(function -> only.isEmpty() || only.equals(JsonTree.text(function, "name"))).toList();
        if (functions.isEmpty()) {
            return;
        }
        said.add("tools", JsonTree.array(functions.stream().map(Tools::tool).toList()));
        if (isStrict(functions)) {
            said.addProperty("strict_tools", true);
        }
        choice(JsonTree.text(chat, "tool_choice"), only).ifPresent(choice -> said.addProperty("tool_choice", choice));
    }

    private static boolean isStrict(List<JsonObject> functions) {
        return functions.stream().allMatch(function -> JsonTree.flag(function, "strict").orElse(false));
    }

    private static JsonObject tool(JsonObject function) {
        var said = new JsonObject();
        JsonTree.copy(function, "name", said, "name");
        JsonTree.copy(function, "description", said, "description");
        var schema = JsonTree.object(function, "parameters").orElseGet(JsonObject::new);
        schema.asMap().putIfAbsent("type", new JsonPrimitive("object"));
        said.add("parameters", schema);
        return typed(said);
    }

    private static JsonObject typed(JsonObject function) {
        var tool = JsonTree.of("type", "function");
        tool.add("function", function);
        return tool;
    }

    private static Optional<String> choice(Optional<String> word, Optional<String> only) {
        if (only.isPresent()) {
            return Optional.of("REQUIRED");
        }
        return word.filter(choice -> !choice.equals("auto")).map(choice -> switch (choice) {
            case "required", "any" -> "REQUIRED";
            case "none" -> "NONE";
            default -> throw JsonTree.wrong("tool_choice",
                "none, auto, required or a named function is expected, not \"%s\"".formatted(choice));
        });
    }

    /** A call that was made. */
    static JsonObject call(JsonObject call) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var arguments = JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments");
        var said = new JsonObject();
        JsonTree.copy(function, "name", said, "name");
        said.addProperty("arguments", arguments.toString());
        var typed = typed(said);
        JsonTree.copy(call, "id", typed, "id");
        return typed;
    }
}
