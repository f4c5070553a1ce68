package dev.powerstrip.provider.openrouter;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import org.osgi.service.component.annotations.Component;

/** Whatever OpenRouter has, through its own API: chat, embeddings and rerank. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.openrouter")
@UpstreamDefaults(
    baseUrl = "https://openrouter.ai/api/v1",
    credential = "OPENROUTER_API_KEY",
    name = "OpenRouter",
    allowUnlisted = true
)
public final class OpenRouterProvider implements ChatProvider, EmbeddingProvider, RerankProvider {

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

    private static ProviderResponse forward(String path, ModelRequest request, Attempt attempt) {
        return post(path, request, ForwardedBody.of(request, attempt.endpoint()).toBytes(),
            AnswerReader.of(request.form()), attempt);
    }

    private static ProviderResponse post(String path, ModelRequest request, byte[] body, AnswerReader reader,
        Attempt attempt) {
        var upstream = UpstreamRequest.post(attempt.uri(path), RoutingFields.add(request.body(), body))
            .headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), reader);
    }
}
