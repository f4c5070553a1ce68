package dev.powerstrip.translation.generate;

import static dev.powerstrip.sdk.error.ErrorType.INVALID_REQUEST;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
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
        var model = Model.of(endpoint);
        var body = new JsonObject();
        Contents.of(chat, new Parts(media), model).addTo(body);
        Functions.add(chat, body);
        GenerationConfig.add(chat, Thinking.isHidden(request.body()), endpoint, model, body);
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
