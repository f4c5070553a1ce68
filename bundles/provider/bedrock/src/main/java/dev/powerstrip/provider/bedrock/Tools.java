package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says which tools there are and which of them the model may or has to call. */
final class Tools {

    private Tools() {}

    static void add(JsonObject chat, Conversation conversation, Endpoint endpoint, JsonObject converse) {
        var choice = JsonTree.text(chat, "tool_choice").orElse("");
        boolean spokenOf = !conversation.calledTools().isEmpty();
        var tools = choice.equals("none") && !spokenOf ? List.<JsonObject>of() : tools(chat, conversation);
        if (tools.isEmpty()) {
            return;
        }
        var config = JsonTree.of("tools", JsonTree.array(tools));
        converse.add("toolConfig", config);
        if (choice.equals("none")) {
            conversation.instruct("Do not call any tool now.");
            return;
        }
        choice(chat).ifPresent(chosen -> config.add("toolChoice", chosen));
        boolean oneByOne = JsonTree.flag(chat, "parallel_tool_calls").filter(parallel -> !parallel).isPresent();
        if (oneByOne && Family.of(endpoint) == Family.CLAUDE) {
            callOneByOne(config, converse);
        }
    }

    private static List<JsonObject> tools(JsonObject chat, Conversation conversation) {
        var tools = new ArrayList<JsonObject>();
        JsonTree.objects(chat, "tools").stream().flatMap(Tools::tool).forEach(tools::add);
        if (tools.isEmpty()) {
            conversation.calledTools().forEach(name -> tools.add(specification(JsonTree.of("name", name))));
        }
        return tools;
    }

    private static Stream<JsonObject> tool(JsonObject tool) {
        var type = JsonTree.text(tool, "type").orElse("function");
        if (type.equals("native")) {
            return Stream.empty();
        }
        if (!type.equals("function")) {
            throw JsonTree.wrong("tools[].type", "Bedrock calls functions, not \"%s\"".formatted(type));
        }
        var function = JsonTree.object(tool, "function")
            .orElseThrow(() -> JsonTree.wrong("tools[].function", "an object is expected"));
        return Stream.concat(Stream.of(specification(function)), Blocks.cachePoint(tool));
    }

    private static JsonObject specification(JsonObject function) {
        var said = new JsonObject();
        said.add("name", function.get("name"));
        JsonTree.text(function, "description").filter(text -> !text.isBlank())
            .ifPresent(text -> said.addProperty("description", text));
        var schema = JsonTree.object(function, "parameters").orElseGet(JsonObject::new);
        schema.asMap().putIfAbsent("type", new JsonPrimitive("object"));
        said.add("inputSchema", JsonTree.of("json", schema));
        JsonTree.flag(function, "strict").filter(strict -> strict)
            .ifPresent(strict -> said.addProperty("strict", true));
        return JsonTree.of("toolSpec", said);
    }

    private static Optional<JsonObject> choice(JsonObject chat) {
        return JsonTree.text(chat, "tool_choice").map(word -> switch (word) {
            case "auto" -> JsonTree.of("auto", new JsonObject());
            case "required", "any" -> JsonTree.of("any", new JsonObject());
            default -> throw JsonTree.wrong("tool_choice",
                "none, auto, required or a named function is expected, not \"%s\"".formatted(word));
        }).or(() -> JsonTree.object(chat, "tool_choice").map(named -> JsonTree.of("tool", JsonTree.of("name",
            JsonTree.object(named, "function").flatMap(function -> JsonTree.text(function, "name")).orElseThrow(
                () -> JsonTree.wrong("tool_choice.function.name", "the name of one of the tools is expected"))))));
    }

    /** Converse has no word for that, but Claude's own choice goes past it. */
    private static void callOneByOne(JsonObject config, JsonObject converse) {
        var choice = JsonTree.object(config, "toolChoice").orElseGet(() -> JsonTree.of("auto", new JsonObject()));
        var kind = choice.keySet().iterator().next();
        var own = JsonTree.of("type", kind);
        JsonTree.copy(choice.getAsJsonObject(kind), "name", own, "name");
        own.addProperty("disable_parallel_tool_use", true);
        config.remove("toolChoice");
        ChatToConverse.more(converse).add("tool_choice", own);
    }

    /** True where the model has to call a tool. */
    static boolean isForced(JsonObject converse) {
        var choice = JsonTree.object(converse, "toolConfig").flatMap(config -> JsonTree.object(config, "toolChoice"));
        var own = JsonTree.object(converse, "additionalModelRequestFields")
            .flatMap(more -> JsonTree.object(more, "tool_choice")).flatMap(choose -> JsonTree.text(choose, "type"));
        return choice.filter(chosen -> !chosen.has("auto")).isPresent()
            || own.filter(type -> !type.equals("auto")).isPresent();
    }
}
