package dev.powerstrip.translation.generate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says tools, their calls and their results in Gemini's words. */
final class Functions {

    private Functions() {}

    static void add(JsonObject chat, JsonObject body) {
        var declarations = new JsonArray();
        var tools = new JsonArray();
        for (var tool : JsonTree.objects(chat, "tools")) {
            if (tool.has("function")) {
                declarations.add(declaration(tool.getAsJsonObject("function")));
            } else {
                own(tool).ifPresent(tools::add);
            }
        }
        if (chat.has("web_search_options")) {
            tools.add(JsonTree.of("googleSearch", new JsonObject()));
        }
        if (!declarations.isEmpty()) {
            tools.add(JsonTree.of("functionDeclarations", declarations));
        }
        if (!tools.isEmpty()) {
            body.add("tools", tools);
        }
        if (!declarations.isEmpty()) {
            choice(chat).ifPresent(config -> body.add("toolConfig", JsonTree.of("functionCallingConfig", config)));
        }
    }

    /** A tool of Gemini's own has no type; a labelled one is put back as it was, or dropped if it is another form's. */
    private static Optional<JsonObject> own(JsonObject tool) {
        var type = JsonTree.text(tool, "type");
        if (type.isEmpty()) {
            return Optional.of(tool);
        }
        if (type.get().equals("native")) {
            return Parts.own(tool);
        }
        throw JsonTree.wrong("tools[].type", "function is expected, not \"%s\"".formatted(type.get()));
    }

    private static JsonObject declaration(JsonObject function) {
        var said = new JsonObject();
        said.add("name", function.get("name"));
        JsonTree.copy(function, "description", said, "description");
        JsonTree.object(function, "parameters").filter(schema -> !schema.isEmpty())
            .ifPresent(schema -> said.add("parametersJsonSchema", schema));
        return said;
    }

    private static Optional<JsonObject> choice(JsonObject chat) {
        var word = JsonTree.text(chat, "tool_choice");
        if (word.isPresent()) {
            return Optional.of(mode(switch (word.get()) {
                case "auto" -> usualMode(chat);
                case "none" -> "NONE";
                case "required", "any" -> "ANY";
                default -> throw JsonTree.wrong("tool_choice",
                    "none, auto, required or a named function is expected, not \"%s\"".formatted(word.get()));
            }, List.of()));
        }
        return JsonTree.object(chat, "tool_choice").map(Functions::named)
            .or(() -> usualMode(chat).equals("AUTO") ? Optional.empty()
                : Optional.of(mode(usualMode(chat), List.of())));
    }

    /** Calls of strict functions are held to their schemas. */
    private static String usualMode(JsonObject chat) {
        return JsonTree.objects(chat, "tools").stream().flatMap(tool -> JsonTree.object(tool, "function").stream())
            .anyMatch(function -> JsonTree.flag(function, "strict").orElse(false)) ? "VALIDATED" : "AUTO";
    }

    private static JsonObject named(JsonObject choice) {
        var allowed = JsonTree.object(choice, "allowed_tools");
        if (allowed.isEmpty()) {
            return mode("ANY", List.of(name(choice)));
        }
        return mode(JsonTree.text(allowed.get(), "mode").filter("required"::equals).isPresent() ? "ANY" : "VALIDATED",
            JsonTree.objects(allowed.get(), "tools").stream().map(Functions::name).toList());
    }

    private static String name(JsonObject tool) {
        return JsonTree.object(tool, "function").flatMap(function -> JsonTree.text(function, "name")).orElseThrow(
            () -> JsonTree.wrong("tool_choice.function.name", "the name of one of the tools is expected"));
    }

    private static JsonObject mode(String mode, List<String> names) {
        var config = new JsonObject();
        config.addProperty("mode", mode);
        if (!names.isEmpty()) {
            config.add("allowedFunctionNames", JsonTree.array(names.stream().map(JsonPrimitive::new).toList()));
        }
        return config;
    }

    /** The calls that a model's message made, signed where they were. */
    static List<JsonObject> calls(JsonObject message, Thoughts thoughts) {
        return JsonTree.objects(message, "tool_calls").stream().map(call -> call(call, thoughts)).toList();
    }

    private static JsonObject call(JsonObject call, Thoughts thoughts) {
        var function = JsonTree.object(call, "function")
            .orElseThrow(() -> JsonTree.wrong("messages[].tool_calls[].function", "an object is expected"));
        var said = new JsonObject();
        JsonTree.copy(call, "id", said, "id");
        said.add("name", function.get("name"));
        said.add("args", JsonTree.parsed(JsonTree.text(function, "arguments").orElse(""),
            "messages[].tool_calls[].function.arguments"));
        var part = JsonTree.of("functionCall", said);
        thoughts.sign(part, JsonTree.text(call, "id").orElse(""));
        return part;
    }

    /** What a tool answered in words, as an object. */
    static JsonObject result(String id, String name, JsonObject message, List<JsonObject> content) {
        var text
            = content.stream().flatMap(part -> JsonTree.text(part, "text").stream()).collect(Collectors.joining("\n"));
        var said = new JsonObject();
        said.addProperty("id", id);
        said.addProperty("name", name);
        said.add("response",
            JsonTree.flag(message, "is_error").orElse(false) ? JsonTree.of("error", new JsonPrimitive(text))
                : object(text).orElseGet(() -> JsonTree.of("result", new JsonPrimitive(text))));
        return JsonTree.of("functionResponse", said);
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Optional.of(JsonParser.parseString(text)).filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
        } catch (JsonParseException words) {
            return Optional.empty();
        }
    }
}
