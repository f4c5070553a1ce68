package dev.powerstrip.provider.ollama;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says a chat request in Ollama's words. */
final class ChatToOllama implements Translation {

    private static final Map<String, String> OPTIONS = Map.of("temperature", "temperature", "top_p", "top_p", "top_k",
        "top_k", "min_p", "min_p", "seed", "seed", "repetition_penalty", "repeat_penalty", "frequency_penalty",
        "frequency_penalty", "presence_penalty", "presence_penalty");
    private static final List<String> SAME = List.of("logprobs", "top_logprobs", "keep_alive", "truncate");

    private static final Vocabulary WORDS = Vocabulary.of("temperature,top_p,top_k,min_p,seed,repetition_penalty",
        "frequency_penalty,presence_penalty,logprobs,top_logprobs,keep_alive,truncate,n,max_tokens,max_completion_tokens",
        "stop,options,tool_choice,native,reasoning,reasoning_effort,include_reasoning",
        "messages.role,reasoning,reasoning_content,tool_call_id",
        "messages.content.type,text,refusal,form,value", "messages.content.image_url.url",
        "messages.tool_calls.id,type,index,function", "tools.type,form,value",
        "tools.function.name,description,parameters", "response_format.type",
        "response_format.json_schema.name,schema,strict");

    private final int contextLength;
    private final String keepAlive;
    private final Clock clock;

    ChatToOllama(int contextLength, String keepAlive, Clock clock) {
        this.contextLength = contextLength;
        this.keepAlive = keepAlive;
        this.clock = clock;
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw JsonTree.wrong("n", "Ollama gives one answer to a call; leave \"n\" out and call several times");
        }
        WORDS.compare(request);
        var said = JsonTree.of("model", endpoint.nativeId());
        said.addProperty("stream", request.streamed());
        if (!keepAlive.isEmpty()) {
            said.addProperty("keep_alive", keepAlive);
        }
        SAME.forEach(name -> JsonTree.copy(chat, name, said, name));
        var messages = Messages.of(chat);
        addTools(chat, messages, said);
        said.add("messages", JsonTree.array(messages));
        addOptions(chat, said);
        format(chat).ifPresent(format -> said.add("format", format));
        think(chat).ifPresent(think -> said.add("think", think));
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void addOptions(JsonObject chat, JsonObject said) {
        var options = new JsonObject();
        OPTIONS.entrySet().stream().sorted(Map.Entry.comparingByKey())
            .forEach(option -> JsonTree.copy(chat, option.getKey(), options, option.getValue()));
        JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .ifPresent(limit -> options.addProperty("num_predict", limit));
        var stops
            = JsonTree.texts(chat, "stop").stream().filter(stop -> !stop.isEmpty()).map(JsonPrimitive::new).toList();
        if (!stops.isEmpty()) {
            options.add("stop", JsonTree.array(stops));
        }
        if (contextLength > 0) {
            options.addProperty("num_ctx", contextLength);
        }
        JsonTree.object(chat, "options").ifPresent(own -> own.entrySet()
            .forEach(option -> options.add(option.getKey(), option.getValue())));
        if (!options.isEmpty()) {
            said.add("options", options);
        }
    }

    /** Ollama knows no choice: none leaves the tools out, and that one is to be called is told in words. */
    private static void addTools(JsonObject chat, List<JsonObject> messages, JsonObject said) {
        var choice = JsonTree.text(chat, "tool_choice").orElse("");
        var only = JsonTree.object(chat, "tool_choice").flatMap(named -> JsonTree.object(named, "function"))
            .flatMap(function -> JsonTree.text(function, "name"));
        var tools = JsonTree.objects(chat, "tools").stream()
            .filter(tool -> JsonTree.object(tool, "function").isPresent())
            .filter(tool -> only.isEmpty() || only.equals(JsonTree.text(tool.getAsJsonObject("function"), "name")))
            .map(ChatToOllama::tool).toList();
        if (tools.isEmpty() || choice.equals("none")) {
            return;
        }
        said.add("tools", JsonTree.array(tools));
        if (choice.equals("required") || only.isPresent()) {
            messages.add(0, Messages.of("system", "Answer by calling %s.".formatted(only.orElse("one of the tools"))));
        }
    }

    private static JsonObject tool(JsonObject tool) {
        var function = tool.getAsJsonObject("function");
        var schema = JsonTree.object(function, "parameters").orElseGet(JsonObject::new);
        schema.asMap().putIfAbsent("type", new JsonPrimitive("object"));
        schema.asMap().putIfAbsent("properties", new JsonObject());
        var said = new JsonObject();
        JsonTree.copy(function, "name", said, "name");
        JsonTree.copy(function, "description", said, "description");
        said.add("parameters", schema);
        var typed = JsonTree.of("type", "function");
        typed.add("function", said);
        return typed;
    }

    private static Optional<JsonElement> format(JsonObject chat) {
        return JsonTree.object(chat, "response_format").flatMap(format -> JsonTree.text(format, "type")
            .flatMap(type -> switch (type) {
                case "json_object" -> Optional.<JsonElement>of(new JsonPrimitive("json"));
                case "json_schema" -> JsonTree.object(format, "json_schema")
                    .flatMap(named -> JsonTree.object(named, "schema"));
                default -> Optional.<JsonElement>empty();
            }));
    }

    /** True, false, or for models that know them one of three efforts. */
    private static Optional<JsonPrimitive> think(JsonObject chat) {
        var reasoning = JsonTree.object(chat, "reasoning").orElseGet(JsonObject::new);
        return JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .map(effort -> switch (effort) {
                case "none" -> new JsonPrimitive(false);
                case "minimal", "low" -> new JsonPrimitive("low");
                case "medium" -> new JsonPrimitive("medium");
                default -> new JsonPrimitive("high");
            }).or(() -> JsonTree.flag(reasoning, "enabled").map(JsonPrimitive::new))
            .or(() -> JsonTree.number(reasoning, "max_tokens").map(budget -> new JsonPrimitive(true)));
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new OllamaToChat(request.streamed(), isHidden(request.body()), clock);
    }

    /** True where the client does not want to see what the model thinks. */
    private static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
