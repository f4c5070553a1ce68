package dev.powerstrip.provider.openrouter;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import org.osgi.service.component.annotations.Component;

/** Whatever OpenRouter has, through its own API: everything but video. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.openrouter")
@UpstreamDefaults(
    baseUrl = "https://openrouter.ai/api/v1",
    credential = "OPENROUTER_API_KEY",
    name = "OpenRouter",
    allowUnlisted = true
)
public final class OpenRouterProvider implements ChatProvider, EmbeddingProvider, RerankProvider, ImageProvider,
    SpeechProvider, TranscriptionProvider {

    private final Translation translation = Translation.passThrough(Form.OPENAI_CHAT);

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        return post("chat/completions", request, translation.request(request, attempt.endpoint()),
            translation.reader(request, attempt.endpoint()), attempt);
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return forward("embeddings", request, attempt);
    }

    @Override
    public ProviderResponse rerank(RerankRequest request, Attempt attempt) {
        return forward("rerank", request, attempt);
    }

    @Override
    public ProviderResponse generate(ImageRequest request, Attempt attempt) {
        return forward("images", request, attempt);
    }

    @Override
    public ProviderResponse speak(SpeechRequest request, Attempt attempt) {
        return forward("audio/speech", request, attempt);
    }

    /** A form has no place for the routing fields. */
    @Override
    public ProviderResponse transcribe(TranscriptionRequest request, Attempt attempt) {
        var form = ForwardedBody.of(request, attempt.endpoint());
        return exchange(UpstreamRequest.post(attempt.uri("audio/transcriptions"), form.contentType(), form.bytes()),
            AnswerReader.of(request.form()), attempt);
    }

    private static ProviderResponse forward(String path, ModelRequest request, Attempt attempt) {
        return post(path, request, ForwardedBody.of(request, attempt.endpoint()).toBytes(),
            AnswerReader.of(request.form()), attempt);
    }

    private static ProviderResponse post(String path, ModelRequest request, byte[] body, AnswerReader reader,
        Attempt attempt) {
        return exchange(UpstreamRequest.post(attempt.uri(path), RoutingFields.add(request.body(), body)), reader,
            attempt);
    }

    private static ProviderResponse exchange(UpstreamRequest.Builder upstream, AnswerReader reader, Attempt attempt) {
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.headers(attempt.headers()).build(), reader);
    }
}
