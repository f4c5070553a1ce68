package dev.powerstrip.provider.vertex;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.InlinedMedia;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Gemini and Claude through Google's Vertex AI. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@Designate(ocd = VertexProvider.Config.class)
@PluginName("provider.vertex")
@UpstreamDefaults(
    baseUrl = "https://" + Place.GLOBAL_HOST + "/v1",
    credential = "VERTEX_SERVICE_ACCOUNT",
    name = "Google Vertex",
    hosts = {"*-aiplatform.googleapis.com", "aiplatform.*.rep.googleapis.com", "oauth2.googleapis.com"}
)
public final class VertexProvider implements ChatProvider {

    private final Place place;
    private final AccessTokens tokens;
    private final Publisher google;
    private final Publisher anthropic;

    @Activate
    public VertexProvider(Config config) {
        this(config.project(), config.location(), Clock.systemUTC());
    }

    VertexProvider(String project, String location, Clock clock) {
        this.place = new Place(project, location);
        this.tokens = new AccessTokens(clock);
        this.google = Publisher.google(clock);
        this.anthropic = Publisher.anthropic(clock);
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var endpoint = attempt.endpoint();
        var publisher = endpoint.nativeId().startsWith("claude") ? anthropic : google;
        var body = publisher.body(InlinedMedia.of(request, url -> publisher.fetches(), attempt), endpoint);
        var access = tokens.of(attempt);
        var upstream = UpstreamRequest
            .post(place.uri(attempt, access.project(), publisher.path(endpoint.nativeId(), request.streamed())), body)
            .headers(attempt.headers()).bearer(access.token());
        return attempt.exchange(upstream.build(), publisher.reader(request, endpoint));
    }

    /** What an operator may say besides what every provider has. */
    @ObjectClassDefinition(name = "Google Vertex")
    public @interface Config {

        @AttributeDefinition(description = "The Google Cloud project; by default the service account's own")
        String project() default "";

        @AttributeDefinition(description = "A region such as us-east5, or us, eu or global")
        String location() default "global";
    }
}
