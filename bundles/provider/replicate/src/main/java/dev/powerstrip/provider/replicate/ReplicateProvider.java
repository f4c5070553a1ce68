package dev.powerstrip.provider.replicate;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Language models at Replicate, which answer by predictions: one is made, and then waited for or listened to. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.replicate")
@UpstreamDefaults(
    baseUrl = "https://api.replicate.com/v1",
    credential = "REPLICATE_API_TOKEN",
    name = "Replicate",
    hosts = {"stream.replicate.com", "streaming.api.replicate.com", "*.svc.*.c.replicate.net"}
)
public final class ReplicateProvider implements ChatProvider {

    private final Clock clock;

    @Activate
    public ReplicateProvider() {
        this(Clock.systemUTC());
    }

    ReplicateProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var said = ChatToPrediction.of(request, attempt.endpoint());
        var predictions = new Predictions(attempt);
        var made = predictions.make(said, request.streamed());
        var answer = new PredictionAnswer(said, made, clock.instant().getEpochSecond(), request.streamed());
        if (request.streamed()) {
            return new ProviderResponse.Streamed(new PredictionStream(predictions, made, answer));
        }
        var chunks = new ArrayList<Chunk>(1);
        answer.whole(predictions.finished(made), chunks::add);
        return new ProviderResponse.Completed(chunks.get(0));
    }
}
