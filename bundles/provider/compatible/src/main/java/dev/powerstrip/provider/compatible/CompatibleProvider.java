package dev.powerstrip.provider.compatible;

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
import dev.powerstrip.sdk.provider.ForwardedMedia;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderFactory;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import org.osgi.service.component.annotations.Component;

/**
 * Any server that speaks OpenAI's chat completions: one that the operator points at, or a vendor whose descriptor says what
 * is different there. Thread-safe.
 */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.compatible")
@UpstreamDefaults(name = "OpenAI-compatible", allowUnlisted = true)
public final class CompatibleProvider implements ChatProvider, EmbeddingProvider, RerankProvider, ForwardedMedia,
    ProviderFactory {

    private final Translation translation = Translation.passThrough(Form.OPENAI_CHAT);

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var body = translation.request(request, attempt.endpoint());
        var upstream = UpstreamRequest.post(attempt.uri("chat/completions"), body).headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), translation.reader(request, attempt.endpoint()));
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return forward("embeddings", request, attempt);
    }

    /** As Jina, vLLM, llama.cpp and others have it. */
    @Override
    public ProviderResponse rerank(RerankRequest request, Attempt attempt) {
        return forward("rerank", request, attempt);
    }

    @Override
    public ProviderResponse exchange(UpstreamRequest.Builder upstream, ModelRequest request, Attempt attempt) {
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.headers(attempt.headers()).build(), AnswerReader.of(request.form()));
    }

    @Override
    public Provider provider(ProviderDescriptor descriptor) {
        return DescribedProvider.of(descriptor);
    }
}
