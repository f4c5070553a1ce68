package dev.powerstrip.provider.bedrock;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.InlinedMedia;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Every model on Amazon Bedrock, through Converse. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.bedrock")
@UpstreamDefaults(
    baseUrl = "https://bedrock-runtime.us-east-1.amazonaws.com",
    credential = "AWS_BEARER_TOKEN_BEDROCK",
    name = "Amazon Bedrock"
)
@Designate(ocd = BedrockProvider.Config.class)
public final class BedrockProvider implements ChatProvider {

    private static final String STREAM = "application/vnd.amazon.eventstream";

    private final Translation translation;
    private final Authorization authorization;

    /** The keys of {@code etc/provider.bedrock.cfg.json} beside those that every provider has. */
    @ObjectClassDefinition(name = "Amazon Bedrock")
    public @interface Config {

        @AttributeDefinition(description = "the region to sign for; empty takes it from the baseUrl")
        String region() default "";
    }

    @Activate
    public BedrockProvider(Config config) {
        this(config.region(), Clock.systemUTC());
    }

    BedrockProvider(String region, Clock clock) {
        this.translation = new ChatToConverse(clock);
        this.authorization = new Authorization(region, clock);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var endpoint = attempt.endpoint();
        var body = translation.request(InlinedMedia.of(request, url -> false, attempt), endpoint);
        var uri = attempt.uri("model/%s/%s".formatted(escaped(endpoint.nativeId()),
            request.streamed() ? "converse-stream" : "converse"));
        var upstream
            = UpstreamRequest.post(uri, body).header("Accept", request.streamed() ? STREAM : "application/json")
                .headers(attempt.headers());
        attempt.credential().ifPresent(credential -> authorization.add(credential, uri, body, upstream));
        return attempt.exchange(upstream.build(), translation.reader(request, endpoint));
    }

    /** A model's id may be an ARN, whose slashes and colons are no part of the path. */
    private static String escaped(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
            .replace("%7E", "~");
    }
}
