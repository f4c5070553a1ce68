package dev.powerstrip.provider.cloudflare;

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
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Cloudflare's Workers AI: chat and embeddings as OpenAI has them, rerank as Cloudflare has it. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.cloudflare")
@UpstreamDefaults(
    baseUrl = "https://" + Account.HOST + "/client/v4",
    credential = "CLOUDFLARE_API_TOKEN",
    name = "Cloudflare",
    needsFile = true
)
@Designate(ocd = CloudflareProvider.Config.class)
public final class CloudflareProvider implements ChatProvider, EmbeddingProvider, RerankProvider {

    private final Translation translation = new ChatCompletions();
    private final Account account;

    /** The keys of {@code etc/provider.cloudflare.cfg.json} beside those that every provider has. */
    @ObjectClassDefinition(name = "Cloudflare Workers AI")
    public @interface Config {

        @AttributeDefinition(
            description = "the id of the account, 32 hexadecimal digits; empty where baseUrl leads to it already"
        )
        String account() default "";
    }

    @Activate
    public CloudflareProvider(Config config) {
        this(config.account());
    }

    CloudflareProvider(String account) {
        this.account = new Account(account);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        return post(account.uri(attempt, "v1/chat/completions"), translation.request(request, attempt.endpoint()),
            translation.reader(request, attempt.endpoint()), attempt);
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return post(account.uri(attempt, "v1/embeddings"), ForwardedBody.of(request, attempt.endpoint()).toBytes(),
            new EmbeddingsReader(), attempt);
    }

    @Override
    public ProviderResponse rerank(RerankRequest request, Attempt attempt) {
        return post(account.uri(attempt, "run/" + attempt.endpoint().nativeId()), Rerank.body(request),
            new Rerank(request, attempt.endpoint()), attempt);
    }

    private static ProviderResponse post(URI uri, byte[] body, AnswerReader reader, Attempt attempt) {
        var upstream = UpstreamRequest.post(uri, body).headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), reader);
    }
}
