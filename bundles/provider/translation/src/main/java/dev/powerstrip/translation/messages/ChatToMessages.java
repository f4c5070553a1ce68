package dev.powerstrip.translation.messages;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Says a chat request as Anthropic's Messages. */
public final class ChatToMessages implements Translation {

    /** For a model of which nothing is known; every Claude can answer this long. */
    private static final long MAX_TOKENS = 4096;
    /** Anthropic's own fields, which the canonical form has no other words for. */
    private static final List<String> OWN_FIELDS = List.of("cache_control", "container", "context_management",
        "inference_geo", "mcp_servers", "speed");
    private static final Map<String, String> SERVICE_TIERS = Map.of("auto", "auto", "default", "standard_only");

    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");
    private static final Vocabulary WORDS = Vocabulary.of("cache_control,container,context_management,inference_geo",
        "mcp_servers,speed,max_tokens,max_completion_tokens,n,user,safety_identifier,service_tier,stop,temperature",
        "top_p,top_k,thinking,output_config,verbosity,reasoning,reasoning_effort,include_reasoning",
        "parallel_tool_calls,tool_choice,web_search_options,native",
        "messages.role,name,reasoning,reasoning_content,reasoning_details,tool_call_id,is_error,cache_control",
        "messages.content.type,text,refusal,cache_control,file,form,value", "messages.content.image_url.url",
        "messages.tool_calls", "tools.type,cache_control,form,value",
        "tools.function.name,description,parameters,strict",
        "response_format.type", "response_format.json_schema.name,description,schema,strict")
        .labelled(Form.ANTHROPIC_MESSAGES).thoughts(Blocks.REASONING_FORMAT);

    private final Clock clock;
    private final Service service;

    /** A translation for one of the services that offer Claude. */
    public ChatToMessages(Clock clock, Service service) {
        this.clock = clock;
        this.service = service;
    }

    /**
     * What a service can do of what Anthropic can.
     *
     * @param outputFormat whether it takes {@code output_config.format}
     * @param fetches whether it fetches media from addresses
     */
    public record Service(boolean outputFormat, boolean fetches) {}

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        refuseSeveralAnswers(chat);
        WORDS.compare(request);
        var message = new JsonObject();
        message.addProperty("model", endpoint.nativeId());
        message.addProperty("max_tokens", maxTokens(chat, endpoint));
        if (request.streamed()) {
            message.addProperty("stream", true);
        }
        OWN_FIELDS.stream().filter(chat::has).forEach(name -> message.add(name, chat.get(name)));
        addAccount(chat, message);
        addStop(chat, message);
        var conversation = Conversation.of(chat);
        Tools.add(chat, message);
        AnswerFormat.add(chat, hasOutputFormat(endpoint), conversation, message);
        Thinking.add(chat, Thinking.isHidden(request.body()), endpoint, conversation, message);
        Sampling.add(chat, endpoint, message);
        SAMPLING.forEach(name -> request.dropUnless(message.has(name), name));
        request.dropUnless(message.has("thinking"), "reasoning");
        request.dropUnless(message.has("service_tier"), "service_tier");
        conversation.addTo(message);
        if (!service.fetches) {
            Addresses.refuse(message.get("messages"));
        }
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean hasOutputFormat(Endpoint endpoint) {
        return service.outputFormat && AnswerFormat.isKnownTo(endpoint);
    }

    private static void refuseSeveralAnswers(JsonObject chat) {
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw new GatewayException(INVALID_REQUEST,
                "n: Anthropic gives one answer to a call; leave \"n\" out and call several times");
        }
    }

    private static long maxTokens(JsonObject chat, Endpoint endpoint) {
        return JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .orElse(endpoint.maxCompletionTokens().orElse(MAX_TOKENS));
    }

    private static void addAccount(JsonObject chat, JsonObject message) {
        JsonTree.text(chat, "user").or(() -> JsonTree.text(chat, "safety_identifier"))
            .ifPresent(user -> JsonTree.child(message, "metadata").addProperty("user_id", user));
        JsonTree.text(chat, "service_tier").map(SERVICE_TIERS::get)
            .ifPresent(tier -> message.addProperty("service_tier", tier));
    }

    private static void addStop(JsonObject chat, JsonObject message) {
        var sequences = new JsonArray();
        JsonTree.texts(chat, "stop").stream().filter(sequence -> !sequence.isBlank()).forEach(sequences::add);
        if (!sequences.isEmpty()) {
            message.add("stop_sequences", sequences);
        }
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new MessagesToChat(request, Thinking.isHidden(request.body()),
            AnswerFormat.isTool(request.body(), hasOutputFormat(endpoint)), clock);
    }
}
