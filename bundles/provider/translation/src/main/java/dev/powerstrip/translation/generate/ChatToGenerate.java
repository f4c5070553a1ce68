package dev.powerstrip.translation.generate;

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
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/** Says a chat request as Gemini's generateContent. */
public final class ChatToGenerate implements Translation {

    /** Gemini's own fields, which the canonical form has no other words for. */
    private static final List<String> OWN_FIELDS = List.of("safetySettings", "cachedContent", "labels");

    private static final Vocabulary WORDS = Vocabulary
        .of("safetySettings,cachedContent,labels,native,n,temperature,top_p",
            "top_k,seed,frequency_penalty,presence_penalty,max_tokens,max_completion_tokens,stop,modalities",
            "reasoning,reasoning_effort,include_reasoning,tool_choice,web_search_options",
            "image_config.aspect_ratio,image_size",
            "messages.role,name,reasoning,reasoning_content,reasoning_details,images,tool_call_id,is_error",
            "messages.content.type,text,refusal,file,input_audio,video_url,input_video,form,value",
            "messages.content.image_url.url", "messages.tool_calls.id,type,index,function", "tools.type,form,value",
            "tools.function.name,description,parameters,strict", "tools.googleSearch,codeExecution,urlContext",
            "response_format.type", "response_format.json_schema.name,schema,strict")
        .labelled(Form.GEMINI_GENERATE).thoughts(Thoughts.FORMAT);

    private final Clock clock;
    private final Media media;

    /**
     * A translation for one of the services that speak this form.
     *
     * @param takesUrl whether the service itself fetches what is at such a URL
     */
    public ChatToGenerate(Clock clock, Predicate<String> takesUrl) {
        this.clock = clock;
        this.media = new Media(takesUrl);
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var chat = request.tree();
        if (JsonTree.number(chat, "n").orElse(1L) > 1) {
            throw new GatewayException(INVALID_REQUEST,
                "n: Gemini gives one answer to a call; leave \"n\" out and call several times");
        }
        WORDS.compare(request);
        var model = Model.of(endpoint);
        var body = new JsonObject();
        Contents.of(chat, new Parts(media), model).addTo(body);
        Functions.add(chat, body);
        GenerationConfig.add(request, chat, Thinking.isHidden(request.body()), endpoint, model, body);
        JsonTree.object(chat, "native").flatMap(Parts::own)
            .ifPresent(settings -> settings.entrySet().forEach(own -> body.add(own.getKey(), own.getValue())));
        OWN_FIELDS.stream().filter(chat::has).forEach(name -> body.add(name, chat.get(name)));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return new GenerateToChat(request.streamed(), Thinking.isHidden(request.body()), clock);
    }
}
