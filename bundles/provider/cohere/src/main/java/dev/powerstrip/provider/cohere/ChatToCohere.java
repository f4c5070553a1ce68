package dev.powerstrip.provider.cohere;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
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

/** Says a chat request in Cohere's words. */
final class ChatToCohere implements Translation {

    /** What is said alike, and Cohere's own fields, which the canonical form has no words for. */
    private static final List<String> SAME = List.of("temperature", "seed", "frequency_penalty", "presence_penalty",
        "logprobs", "documents", "citation_options", "safety_mode");
    private static final int MAX_STOPS = 5;
    /** The part of an answer's tokens that each effort may take, as OpenRouter reckons. */
    private static final Map<String, Double> PARTS = Map.of("minimal", 0.1, "low", 0.2, "medium", 0.5, "high", 0.8,
        "xhigh", 0.95, "max", 0.95);

    private static final Vocabulary WORDS = Vocabulary.of(
        "temperature,seed,frequency_penalty,presence_penalty,logprobs",
        "documents,citation_options,safety_mode,top_p,top_k,n,max_tokens,max_completion_tokens,stop,tool_choice,native",
        "reasoning,reasoning_effort,include_reasoning", "messages.role,reasoning,reasoning_content,reasoning_details",
        "messages.tool_call_id", "messages.content.type,text,refusal,image_url,form,value",
        "messages.tool_calls.id,type,index,function", "tools.type,form,value",
        "tools.function.name,description,parameters,strict", "response_format.type",
        "response_format.json_schema.name,schema,strict").thoughts(Messages.THOUGHT);

    private final Clock clock;

    ChatToCohere(Clock clock) {
        this.clock = clock;
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw JsonTree.wrong("n", "Cohere gives one answer to a call; leave \"n\" out and call several times");
        }
        WORDS.compare(request);
        var said = JsonTree.of("model", endpoint.nativeId());
        said.addProperty("stream", request.streamed());
        said.add("messages", JsonTree.array(Messages.of(chat)));
        SAME.forEach(name -> JsonTree.copy(chat, name, said, name));
        JsonTree.copy(chat, "top_p", said, "p");
        JsonTree.copy(chat, "top_k", said, "k");
        limit(chat).ifPresent(limit -> said.addProperty("max_tokens", limit));
        addStop(chat, said);
        Tools.add(chat, said);
        addFormat(chat, said);
        addThinking(chat, endpoint, said);
        request.dropUnless(said.has("thinking"), "reasoning");
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Long> limit(JsonObject chat) {
        return JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"));
    }

    private static void addStop(JsonObject chat, JsonObject said) {
        var stops = new JsonArray();
        JsonTree.texts(chat, "stop").stream().filter(stop -> !stop.isEmpty()).limit(MAX_STOPS).forEach(stops::add);
        if (!stops.isEmpty()) {
            said.add("stop_sequences", stops);
        }
    }

    /** A schema stands beside the type, which is the same with and without one. */
    private static void addFormat(JsonObject chat, JsonObject said) {
        var format = JsonTree.object(chat, "response_format").orElseGet(JsonObject::new);
        var type = JsonTree.text(format, "type").orElse("");
        if (!type.equals("json_object") && !type.equals("json_schema")) {
            return;
        }
        var json = JsonTree.of("type", "json_object");
        JsonTree.object(format, "json_schema").ifPresent(named -> JsonTree.copy(named, "schema", json, "json_schema"));
        said.add("response_format", json);
    }

    /** To models that are known to reason, or of which nothing is known. */
    private static void addThinking(JsonObject chat, Endpoint endpoint, JsonObject said) {
        var reasoning = JsonTree.object(chat, "reasoning").orElseGet(JsonObject::new);
        var effort = JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .or(() -> JsonTree.flag(reasoning, "enabled").map(enabled -> enabled ? "" : "none"));
        var budget = JsonTree.number(reasoning, "max_tokens").or(() -> effort.map(PARTS::get)
            .map(part -> (long) (part * limit(chat).orElse(endpoint.maxCompletionTokens().orElse(0)))))
            .filter(tokens -> tokens > 0);
        boolean knowsNone = endpoint.facts().has("supported_parameters") && !endpoint.facts().has("reasoning");
        if (knowsNone || effort.isEmpty() && budget.isEmpty()) {
            return;
        }
        boolean off = effort.filter("none"::equals).isPresent();
        var thinking = JsonTree.of("type", off ? "disabled" : "enabled");
        if (!off) {
            budget.ifPresent(tokens -> thinking.addProperty("token_budget", tokens));
        }
        said.add("thinking", thinking);
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new CohereToChat(endpoint.nativeId(), request.streamed(), isHidden(request.body()), clock);
    }

    /** True where the client does not want to see what the model thinks. */
    private static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
