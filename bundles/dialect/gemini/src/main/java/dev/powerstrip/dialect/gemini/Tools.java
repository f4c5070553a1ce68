package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Says tools and which of them may be called. */
final class Tools {

    private Tools() {}

    static void add(JsonView body, JsonObject chat) {
        var config = Names.get(Names.get(body, "toolConfig"), "functionCallingConfig");
        var mode = config.get("mode").string().orElse("");
        var allowed = Names.get(config, "allowedFunctionNames").items().stream()
            .flatMap(name -> name.string().stream()).toList();
        var tools = new JsonArray();
        boolean declares = false;
        for (var tool : body.get("tools").items()) {
            for (var function : Names.get(tool, "functionDeclarations").items()) {
                if (mayBeCalled(function, mode, allowed)) {
                    declares = true;
                    tools.add(tool(function));
                }
            }
            addOwn(tool, tools, chat);
        }
        if (!tools.isEmpty()) {
            chat.add("tools", tools);
        }
        if (declares) {
            addChoice(mode, allowed, chat);
        }
    }

    /** Where only some may be called the others are not offered: not every form can tell one from the other. */
    private static boolean mayBeCalled(JsonView function, String mode, List<String> allowed) {
        return allowed.isEmpty() || !List.of("ANY", "VALIDATED").contains(mode)
            || allowed.contains(function.get("name").string().orElse(""));
    }

    private static JsonObject tool(JsonView declaration) {
        var function = new JsonObject();
        GenerateToChat.copy(declaration, "name", function, "name");
        GenerateToChat.copy(declaration, "description", function, "description");
        if (declaration.get("parameters").hasValue()) {
            function.add("parameters", Schemas.json(declaration.get("parameters").tree()));
        }
        GenerateToChat.copy(declaration, "parametersJsonSchema", function, "parameters");
        var tool = GenerateToChat.typed("function");
        tool.add("function", function);
        return tool;
    }

    /** Google's own tools; a search of the web is to be had from others too. */
    private static void addOwn(JsonView tool, JsonArray tools, JsonObject chat) {
        for (var own : tool.fields().entrySet()) {
            switch (own.getKey()) {
                case "functionDeclarations", "function_declarations" -> {}
                case "googleSearch", "google_search" -> chat.add("web_search_options", new JsonObject());
                default -> tools.add(GenerateToChat.labelled(GenerateToChat.of(own.getKey(), own.getValue().tree())));
            }
        }
    }

    private static void addChoice(String mode, List<String> allowed, JsonObject chat) {
        switch (mode) {
            case "ANY" -> chat.add("tool_choice", allowed.size() == 1 ? named(allowed.get(0)) : word("required"));
            case "NONE" -> chat.add("tool_choice", word("none"));
            case "AUTO", "VALIDATED" -> chat.add("tool_choice", word("auto"));
            default -> {}
        }
    }

    private static JsonElement word(String word) {
        return new JsonPrimitive(word);
    }

    private static JsonElement named(String name) {
        var choice = GenerateToChat.typed("function");
        choice.add("function", GenerateToChat.of("name", word(name)));
        return choice;
    }
}
