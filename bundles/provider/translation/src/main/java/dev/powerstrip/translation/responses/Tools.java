package dev.powerstrip.translation.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.translation.Typed;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

/** Says tools and which of them is to be used. */
final class Tools {

    /** The fact that lists tools of the provider's own without which a model does not work. */
    private static final String NEEDED = "needed_tools";

    private Tools() {}

    static void add(JsonObject chat, Endpoint endpoint, JsonObject response) {
        var tools = new ArrayList<JsonObject>();
        JsonTree.objects(chat, "tools").stream().flatMap(Tools::tool).forEach(tools::add);
        JsonTree.object(chat, "web_search_options").map(Tools::search).ifPresent(tools::add);
        if (tools.stream().allMatch(Tools::isFunction)) {
            tools.addAll(JsonTree.objects(endpoint.facts(), NEEDED));
        }
        if (!tools.isEmpty()) {
            response.add("tools", JsonTree.array(tools));
            choice(chat).ifPresent(choice -> response.add("tool_choice", choice));
        }
    }

    /** A function lies flat here; a tool of OpenAI's own stays as it is. */
    private static Stream<JsonObject> tool(JsonObject tool) {
        return switch (JsonTree.text(tool, "type").orElse("function")) {
            case "native" -> Parts.own(tool).stream();
            case "function" -> Stream.of(function(JsonTree.object(tool, "function")
                .orElseThrow(() -> JsonTree.wrong("tools[].function", "an object is expected"))));
            case "custom" -> throw JsonTree.wrong("tools[].type",
                "this model takes functions here; custom tools can be given to it through /v1/responses");
            default -> Stream.of(tool);
        };
    }

    /** Unsaid, {@code strict} would be true here and false in chat. */
    private static JsonObject function(JsonObject function) {
        var flat = Typed.of("function");
        flat.add("name", function.get("name"));
        JsonTree.copy(function, "description", flat, "description");
        flat.add("parameters", JsonTree.object(function, "parameters").orElseGet(Tools::noParameters));
        flat.addProperty("strict", JsonTree.flag(function, "strict").orElse(false));
        return flat;
    }

    private static JsonObject noParameters() {
        var schema = Typed.of("object");
        schema.add("properties", new JsonObject());
        return schema;
    }

    private static JsonObject search(JsonObject options) {
        var search = Typed.of("web_search");
        JsonTree.copy(options, "search_context_size", search, "search_context_size");
        JsonTree.object(options, "user_location").ifPresent(place -> {
            var location = Typed.of("approximate");
            JsonTree.object(place, "approximate").orElse(place).entrySet()
                .forEach(field -> location.add(field.getKey(), field.getValue()));
            search.add("user_location", location);
        });
        return search;
    }

    private static boolean isFunction(JsonObject tool) {
        return JsonTree.text(tool, "type").filter("function"::equals).isPresent();
    }

    private static Optional<JsonElement> choice(JsonObject chat) {
        return JsonTree.text(chat, "tool_choice").<JsonElement>map(JsonPrimitive::new)
            .or(() -> JsonTree.object(chat, "tool_choice").map(Tools::named));
    }

    private static JsonObject named(JsonObject choice) {
        return switch (JsonTree.text(choice, "type").orElse("")) {
            case "function" -> Typed.of("function", "name",
                JsonTree.object(choice, "function").flatMap(function -> JsonTree.text(function, "name")).orElseThrow(
                    () -> JsonTree.wrong("tool_choice.function.name", "the name of one of the tools is expected")));
            case "allowed_tools" -> allowed(JsonTree.object(choice, "allowed_tools").orElseThrow(
                () -> JsonTree.wrong("tool_choice.allowed_tools", "an object is expected")));
            default -> choice;
        };
    }

    private static JsonObject allowed(JsonObject allowed) {
        var tools = new JsonArray();
        JsonTree.objects(allowed, "tools").stream().map(Tools::named).forEach(tools::add);
        var choice = Typed.of("allowed_tools");
        JsonTree.copy(allowed, "mode", choice, "mode");
        choice.add("tools", tools);
        return choice;
    }
}
