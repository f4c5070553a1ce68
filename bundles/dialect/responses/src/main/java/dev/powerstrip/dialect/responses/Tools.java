package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Typed.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says tools in the canonical form. A custom tool, which takes free text, becomes a function with that text as its one
 * parameter, as most providers have functions only.
 */
final class Tools {

    /** The one parameter of a custom tool that became a function. */
    static final String INPUT = "input";

    private Tools() {}

    static void add(JsonView body, JsonObject chat) {
        var choice = body.get("tool_choice");
        var tools = new JsonArray();
        body.get("tools").items().stream().filter(tool -> isAllowed(tool, choice)).map(Tools::tool)
            .forEach(tools::add);
        if (tools.isEmpty()) {
            return;
        }
        chat.add("tools", tools);
        switch (choice.kind()) {
            case STRING -> copy(body, "tool_choice", chat, "tool_choice");
            case OBJECT -> addChoice(choice, chat);
            default -> {}
        }
    }

    /** The canonical form has no list of allowed tools beside that of all: the others are left out. */
    private static boolean isAllowed(JsonView tool, JsonView choice) {
        if (!Typed.type(choice).equals("allowed_tools")) {
            return true;
        }
        return choice.get("tools").items().stream()
            .anyMatch(allowed -> Typed.type(allowed).equals(Typed.type(tool))
                && allowed.get("name").string().equals(tool.get("name").string()));
    }

    private static JsonObject tool(JsonView tool) {
        return switch (Typed.type(tool)) {
            case "function" -> {
                var function = new JsonObject();
                List.of("name", "description", "parameters", "strict")
                    .forEach(name -> copy(tool, name, function, name));
                yield function(function);
            }
            case "custom" -> {
                var function = new JsonObject();
                copy(tool, "name", function, "name");
                function.addProperty("description", description(tool));
                function.add("parameters", oneText());
                yield function(function);
            }
            default -> Typed.labelled(tool);
        };
    }

    private static JsonObject function(JsonObject function) {
        var tool = Typed.of("function");
        tool.add("function", function);
        return tool;
    }

    /** A grammar that nobody enforces is told in words. */
    private static String description(JsonView tool) {
        var description = tool.get("description").string().orElse("");
        var format = tool.get("format");
        var grammar = format.get("definition").string().or(() -> format.get("grammar").get("definition").string());
        if (grammar.isEmpty()) {
            return description;
        }
        var syntax = format.get("syntax").string().or(() -> format.get("grammar").get("syntax").string());
        return "%s%s\"%s\" must follow this %s grammar:%n%s".formatted(description, description.isEmpty() ? "" : "\n\n",
            INPUT, syntax.orElse("lark"), grammar.get()).replace(System.lineSeparator(), "\n");
    }

    private static JsonObject oneText() {
        var properties = new JsonObject();
        properties.add(INPUT, Typed.of("string"));
        var required = new JsonArray();
        required.add(INPUT);
        var schema = Typed.of("object");
        schema.add("properties", properties);
        schema.add("required", required);
        schema.addProperty("additionalProperties", false);
        return schema;
    }

    private static void addChoice(JsonView choice, JsonObject chat) {
        switch (Typed.type(choice)) {
            case "function", "custom" -> {
                var function = new JsonObject();
                copy(choice, "name", function, "name");
                chat.add("tool_choice", function(function));
            }
            case "allowed_tools" -> chat.add("tool_choice",
                new JsonPrimitive(choice.get("mode").string().orElse("auto")));
            default -> {}
        }
    }

    /** The arguments of a custom tool that became a function. */
    static String arguments(String input) {
        var arguments = new JsonObject();
        arguments.addProperty(INPUT, input);
        return arguments.toString();
    }

    /** The names of a request's custom tools, by which their calls are known again. */
    static Set<String> custom(JsonView body) {
        return body.get("tools").items().stream().filter(tool -> Typed.type(tool).equals("custom"))
            .map(tool -> tool.get("name").string()).flatMap(Optional::stream).collect(Collectors.toSet());
    }
}
