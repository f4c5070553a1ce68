package dev.powerstrip.provider.bedrock;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says a chat request as Bedrock's Converse. */
final class ChatToConverse implements Translation {

    /** Bedrock's own fields, which the canonical form has no other words for. */
    private static final List<String> OWN_FIELDS = List.of("guardrailConfig", "performanceConfig", "requestMetadata",
        "promptVariables", "additionalModelResponseFieldPaths");
    private static final Set<String> SERVICE_TIERS = Set.of("default", "flex", "priority", "reserved");
    private static final int MAX_STOPS = 4;

    private static final Vocabulary WORDS = Vocabulary.of("guardrailConfig,performanceConfig,requestMetadata,metadata",
        "promptVariables,additionalModelResponseFieldPaths,additionalModelRequestFields,n,max_tokens",
        "max_completion_tokens,stop,service_tier,temperature,top_p,top_k,parallel_tool_calls,tool_choice,native",
        "reasoning,reasoning_effort,include_reasoning",
        "messages.role,name,reasoning,reasoning_content,reasoning_details",
        "messages.tool_call_id,is_error,cache_control",
        "messages.content.type,text,refusal,cache_control,file,input_audio",
        "messages.content.video_url,input_video,form,value", "messages.content.image_url.url", "messages.tool_calls",
        "tools.type,cache_control,form,value", "tools.function.name,description,parameters,strict",
        "response_format.type",
        "response_format.json_schema.name,description,schema,strict").thoughts(Blocks.BEDROCK_THOUGHT);
    private static final Vocabulary CLAUDES_WORDS = WORDS.thoughts(Blocks.BEDROCK_THOUGHT, Blocks.CLAUDE_THOUGHT);

    private final Clock clock;

    ChatToConverse(Clock clock) {
        this.clock = clock;
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw new GatewayException(INVALID_REQUEST,
                "n: Bedrock gives one answer to a call; leave \"n\" out and call several times");
        }
        (Family.of(endpoint) == Family.CLAUDE ? CLAUDES_WORDS : WORDS).compare(request);
        var converse = new JsonObject();
        OWN_FIELDS.forEach(name -> JsonTree.copy(chat, name, converse, name));
        RequestMetadata.add(chat, converse);
        var conversation = Conversation.of(chat, new Blocks(Family.of(endpoint)));
        addLimits(chat, converse);
        Tools.add(chat, conversation, endpoint, converse);
        AnswerFormat.add(chat, endpoint, conversation, converse);
        Thinking.add(chat, endpoint, conversation, converse);
        Sampling.add(chat, endpoint, converse);
        tellDropped(request, endpoint, converse);
        JsonTree.text(chat, "service_tier").filter(SERVICE_TIERS::contains)
            .ifPresent(tier -> converse.add("serviceTier", JsonTree.of("type", tier)));
        JsonTree.object(chat, "additionalModelRequestFields").ifPresent(fields -> fields.entrySet()
            .forEach(field -> more(converse).add(field.getKey(), field.getValue())));
        conversation.addTo(converse);
        return converse.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void tellDropped(ChatRequest request, Endpoint endpoint, JsonObject converse) {
        var config = JsonTree.object(converse, "inferenceConfig").orElseGet(JsonObject::new);
        var more = JsonTree.object(converse, "additionalModelRequestFields").orElseGet(JsonObject::new);
        request.dropUnless(config.has("temperature"), "temperature");
        request.dropUnless(config.has("topP"), "top_p");
        request.dropUnless(more.has("top_k") || more.has("inferenceConfig"), "top_k");
        request.dropUnless(Stream.of("thinking", "reasoningConfig", "reasoning_effort").anyMatch(more::has),
            "reasoning");
        boolean oneByOne = request.body().get("parallel_tool_calls").kind() == JsonView.Kind.BOOLEAN
            && !request.body().get("parallel_tool_calls").isTrue();
        if (oneByOne && Family.of(endpoint) != Family.CLAUDE) {
            request.drop("parallel_tool_calls");
        }
    }

    /** The fields that Converse hands on to the model as they are. */
    static JsonObject more(JsonObject converse) {
        return JsonTree.child(converse, "additionalModelRequestFields");
    }

    private static void addLimits(JsonObject chat, JsonObject converse) {
        JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .ifPresent(limit -> JsonTree.child(converse, "inferenceConfig").addProperty("maxTokens", limit));
        var stops = new JsonArray();
        JsonTree.texts(chat, "stop").stream().filter(stop -> !stop.isEmpty()).limit(MAX_STOPS).forEach(stops::add);
        if (!stops.isEmpty()) {
            JsonTree.child(converse, "inferenceConfig").add("stopSequences", stops);
        }
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new ConverseToChat(endpoint, request.streamed(), Thinking.isHidden(request.body()),
            AnswerFormat.isTool(request.body(), endpoint), clock);
    }
}
