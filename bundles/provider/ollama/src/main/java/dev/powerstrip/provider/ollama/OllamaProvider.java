package dev.powerstrip.provider.ollama;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.InlinedMedia;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Models that Ollama serves, on this machine or elsewhere, through its own API: chat and embeddings. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.ollama")
@UpstreamDefaults(baseUrl = "http://127.0.0.1:11434", name = "Ollama", allowUnlisted = true, needsFile = true)
@Designate(ocd = OllamaProvider.Config.class)
public final class OllamaProvider implements ChatProvider, EmbeddingProvider {

    private final Translation translation;

    /** The keys of {@code etc/provider.ollama.cfg.json} beside those that every provider has. */
    @ObjectClassDefinition(name = "Ollama")
    public @interface Config {

        @AttributeDefinition(
            description = "how many tokens a model is to read and write together, longer prompts are cut; 0 leaves it to Ollama",
            min = "0"
        )
        int contextLength() default 0;

        @AttributeDefinition(description = "how long a model stays in memory, such as 10m; empty leaves it to Ollama")
        String keepAlive() default "";
    }

    @Activate
    public OllamaProvider(Config config) {
        this(config.contextLength(), config.keepAlive(), Clock.systemUTC());
    }

    OllamaProvider(int contextLength, String keepAlive, Clock clock) {
        this.translation = new ChatToOllama(contextLength, keepAlive, clock);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var inlined = InlinedMedia.of(request, url -> false, attempt);
        return post("api/chat", translation.request(inlined, attempt.endpoint()),
            translation.reader(request, attempt.endpoint()), attempt);
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return post("api/embed", Embed.body(request, attempt.endpoint()), new Embed(request, attempt.endpoint()),
            attempt);
    }

    private static ProviderResponse post(String path, byte[] body, AnswerReader reader, Attempt attempt) {
        var upstream = UpstreamRequest.post(attempt.uri(path), body).headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), reader);
    }
}
