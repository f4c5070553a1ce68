package dev.powerstrip.provider.mistral;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ModerationProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Mistral's models at Mistral: chat, embeddings, transcripts and moderation. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.mistral")
@UpstreamDefaults(baseUrl = "https://api.mistral.ai/v1", credential = "MISTRAL_API_KEY", name = "Mistral")
public final class MistralProvider implements ChatProvider, EmbeddingProvider, TranscriptionProvider,
    ModerationProvider {

    private static final String DETAILS = "timestamp_granularities";

    private final Translation translation;

    @Activate
    public MistralProvider() {
        this(Clock.systemUTC());
    }

    MistralProvider(Clock clock) {
        this.translation = new ChatToMistral(clock);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        return post("chat/completions", translation.request(request, attempt.endpoint()),
            translation.reader(request, attempt.endpoint()), attempt);
    }

    /** Fields that Mistral does not know it refuses. */
    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        var edit
            = ForwardedBody.of(request, attempt.endpoint()).remove("user").remove("input_type").remove("dimensions");
        var dimensions = request.body().get("dimensions");
        if (dimensions.hasValue()) {
            edit.setRaw(request.body(), "output_dimension", dimensions.toBytes());
        }
        return post("embeddings", edit.toBytes(), AnswerReader.of(request.form()), attempt);
    }

    @Override
    public ProviderResponse moderate(ModerationRequest request, Attempt attempt) {
        return post("moderations", ForwardedBody.of(request, attempt.endpoint()).toBytes(), new JudgementReader(),
            attempt);
    }

    /** Its transcripts are always as detailed as they can be. */
    @Override
    public ProviderResponse transcribe(TranscriptionRequest request, Attempt attempt) {
        var form = ForwardedBody.of(request, attempt.endpoint()).without("response_format").without("prompt");
        for (var detail : form.texts(DETAILS + "[]")) {
            form = form.without(DETAILS + "[]").withText(DETAILS, detail);
        }
        return exchange(UpstreamRequest.post(attempt.uri("audio/transcriptions"), form.contentType(), form.bytes()),
            new TranscriptReader(), attempt);
    }

    private static ProviderResponse post(String path, byte[] body, AnswerReader reader, Attempt attempt) {
        return exchange(UpstreamRequest.post(attempt.uri(path), body), reader, attempt);
    }

    private static ProviderResponse exchange(UpstreamRequest.Builder upstream, AnswerReader reader, Attempt attempt) {
        upstream.headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), reader);
    }
}
