package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Map;

/**
 * Says a Messages request in the canonical form. What that form cannot say of the conversation or the tools travels as a
 * labelled part; Anthropic's own settings that no other provider has are left out.
 */
final class MessagesToChat {

    private static final List<String> SAME_IN_BOTH = List.of("max_tokens", "stream", "temperature", "top_p", "top_k",
        "cache_control", "session_id");
    private static final Map<String, String> SERVICE_TIERS = Map.of("auto", "auto", "standard_only", "default");

    private static final Vocabulary WORDS = Vocabulary.of("system,max_tokens,temperature,top_p,top_k,cache_control",
        "stop_sequences,user,tools,tool_choice,thinking,output_format", "metadata.user_id", "messages",
        "output_config.effort,format", "service_tier");

    private MessagesToChat() {}

    static ChatRequest canonical(ChatRequest request) {
        WORDS.compare(request);
        request.dropUnless(request.body().get("service_tier").string().filter(SERVICE_TIERS::containsKey).isPresent(),
            "service_tier");
        return request.in(Form.OPENAI_CHAT, chat(request));
    }

    private static JsonObject chat(ChatRequest request) {
        var body = request.body();
        var chat = new JsonObject();
        copy(body, "model", chat, "model");
        chat.add("messages", Conversation.of(request));
        SAME_IN_BOTH.forEach(name -> copy(body, name, chat, name));
        copy(body, "stop_sequences", chat, "stop");
        copy(body, "user", chat, "user");
        copy(body.get("metadata"), "user_id", chat, "user");
        body.get("service_tier").string().map(SERVICE_TIERS::get)
            .ifPresent(tier -> chat.addProperty("service_tier", tier));
        addTools(body, chat);
        addThinking(body, chat);
        addFormat(body, chat);
        return chat;
    }

    /** Copies a field with its number forms, if it is given. */
    static void copy(JsonView from, String name, JsonObject to, String as) {
        if (from.get(name).hasValue()) {
            to.add(as, from.get(name).tree());
        }
    }

    private static void addTools(JsonView body, JsonObject chat) {
        if (body.get("tools").items().isEmpty()) {
            return;
        }
        var tools = new JsonArray();
        body.get("tools").items().forEach(tool -> tools.add(tool(tool)));
        chat.add("tools", tools);
        var choice = body.get("tool_choice");
        choice.get("type").string().ifPresent(type -> chat.add("tool_choice", choice(type, choice)));
        if (choice.get("disable_parallel_tool_use").isTrue()) {
            chat.addProperty("parallel_tool_calls", false);
        }
    }

    private static JsonObject tool(JsonView tool) {
        if (!tool.get("type").string().orElse("custom").equals("custom")) {
            return Parts.labelled(tool);
        }
        var function = new JsonObject();
        copy(tool, "name", function, "name");
        copy(tool, "description", function, "description");
        copy(tool, "input_schema", function, "parameters");
        copy(tool, "strict", function, "strict");
        var said = new JsonObject();
        said.addProperty("type", "function");
        said.add("function", function);
        copy(tool, "cache_control", said, "cache_control");
        return said;
    }

    private static JsonElement choice(String type, JsonView choice) {
        return switch (type) {
            case "any" -> new JsonPrimitive("required");
            case "tool" -> {
                var function = new JsonObject();
                copy(choice, "name", function, "name");
                var named = new JsonObject();
                named.addProperty("type", "function");
                named.add("function", function);
                yield named;
            }
            default -> new JsonPrimitive(type);
        };
    }

    /** An effort belongs to thinking where the model is to judge by itself; beside a budget it is the answer's length. */
    private static void addThinking(JsonView body, JsonObject chat) {
        var thinking = body.get("thinking");
        var type = thinking.get("type").string().orElse("");
        var effort = body.get("output_config");
        var reasoning = new JsonObject();
        switch (type) {
            case "enabled" -> copy(thinking, "budget_tokens", reasoning, "max_tokens");
            case "adaptive" -> {
                reasoning.addProperty("enabled", true);
                copy(effort, "effort", reasoning, "effort");
            }
            case "disabled" -> reasoning.addProperty("enabled", false);
            default -> {}
        }
        if (thinking.get("display").string().filter("omitted"::equals).isPresent()) {
            reasoning.addProperty("exclude", true);
        }
        if (!reasoning.isEmpty()) {
            chat.add("reasoning", reasoning);
        }
        if (!reasoning.has("effort")) {
            copy(effort, "effort", chat, "verbosity");
        }
    }

    private static void addFormat(JsonView body, JsonObject chat) {
        var format = body.get("output_config").get("format").hasValue() ? body.get("output_config").get("format")
            : body.get("output_format");
        if (format.get("type").string().filter("json_schema"::equals).isEmpty()) {
            return;
        }
        var schema = new JsonObject();
        schema.addProperty("name", "answer");
        schema.addProperty("strict", true);
        copy(format, "schema", schema, "schema");
        var said = new JsonObject();
        said.addProperty("type", "json_schema");
        said.add("json_schema", schema);
        chat.add("response_format", said);
    }
}
