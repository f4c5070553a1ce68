package dev.powerstrip.translation.responses;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

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
import java.util.List;

/** Says a chat request as OpenAI's Responses, which keep nothing: thoughts come encrypted and go back with the next turn. */
public final class ChatToResponses implements Translation {

    /** OpenAI refuses a lower limit. */
    private static final long LEAST_LIMIT = 16;
    /** What both forms call the same. */
    private static final List<String> SHARED = List.of("max_tool_calls", "metadata", "parallel_tool_calls",
        "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "safety_identifier", "service_tier",
        "truncation", "user");
    private static final List<String> SAMPLING = List.of("temperature", "top_p");

    private static final Vocabulary WORDS = Vocabulary.of("max_tokens,max_completion_tokens,max_tool_calls,metadata",
        "parallel_tool_calls,prompt_cache_key,prompt_cache_options,prompt_cache_retention,safety_identifier",
        "service_tier,truncation,user,temperature,top_p,store,n,verbosity,native",
        "tools,tool_choice,web_search_options",
        "response_format,reasoning,reasoning_effort,include_reasoning",
        "messages.role,name,reasoning,reasoning_content,reasoning_details,tool_call_id",
        "messages.content.type,text,refusal,file,form,value", "messages.content.image_url.url,detail",
        "messages.tool_calls.id,type,index,function");

    private final String format;
    private final Vocabulary words;

    /**
     * A translation for one of the services that have Responses.
     *
     * @param format what its {@code reasoning_details} call their format: only the service that encrypted a thought can
     *        read it
     */
    public ChatToResponses(String format) {
        this.format = format;
        this.words = WORDS.labelled(Form.OPENAI_RESPONSES).thoughts(format);
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        refuseSeveralAnswers(chat);
        words.compare(request);
        var response = new JsonObject();
        response.addProperty("model", endpoint.nativeId());
        response.add("input", JsonTree.array(new Conversation(format).items(chat)));
        addLimit(chat, response);
        if (request.streamed()) {
            response.addProperty("stream", true);
        }
        response.addProperty("store", JsonTree.flag(chat, "store").orElse(false));
        SHARED.forEach(name -> JsonTree.copy(chat, name, response, name));
        addSampling(chat, endpoint, response);
        Tools.add(chat, endpoint, response);
        TextFormat.add(chat, response);
        Reasoning.add(request.body(), endpoint, response);
        SAMPLING.forEach(name -> request.dropUnless(response.has(name), name));
        request.dropUnless(response.has("reasoning"), "reasoning");
        return response.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void refuseSeveralAnswers(JsonObject chat) {
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw new GatewayException(INVALID_REQUEST,
                "n: this model gives one answer to a call; leave \"n\" out and call several times");
        }
    }

    private static void addLimit(JsonObject chat, JsonObject response) {
        JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .ifPresent(limit -> response.addProperty("max_output_tokens", Math.max(LEAST_LIMIT, limit)));
    }

    /** Models that reason refuse to be told how. */
    private static void addSampling(JsonObject chat, Endpoint endpoint, JsonObject response) {
        var taken = endpoint.words("supported_parameters");
        SAMPLING.stream().filter(name -> taken.isEmpty() || taken.contains(name))
            .forEach(name -> JsonTree.copy(chat, name, response, name));
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new ResponsesToChat(request.streamed(), Reasoning.isHidden(request.body()), format);
    }
}
