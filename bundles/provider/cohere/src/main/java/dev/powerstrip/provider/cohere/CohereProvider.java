package dev.powerstrip.provider.cohere;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Cohere through version 2 of its API: chat, embed and rerank. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.cohere")
@UpstreamDefaults(baseUrl = "https://api.cohere.com", credential = "COHERE_API_KEY", name = "Cohere")
public final class CohereProvider implements ChatProvider, EmbeddingProvider, RerankProvider {

    private final Translation translation;

    @Activate
    public CohereProvider() {
        this(Clock.systemUTC());
    }

    CohereProvider(Clock clock) {
        this.translation = new ChatToCohere(clock);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        return post("v2/chat", translation.request(request, attempt.endpoint()),
            translation.reader(request, attempt.endpoint()), attempt);
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return post("v2/embed", Embed.body(request, attempt.endpoint()), new Embed(request, attempt.endpoint()),
            attempt);
    }

    @Override
    public ProviderResponse rerank(RerankRequest request, Attempt attempt) {
        return post("v2/rerank", Rerank.body(request, attempt.endpoint()), new Rerank(request, attempt.endpoint()),
            attempt);
    }

    private static ProviderResponse post(String path, byte[] body, AnswerReader reader, Attempt attempt) {
        var upstream = UpstreamRequest.post(attempt.uri(path), body).headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), reader);
    }
}
