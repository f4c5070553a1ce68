package dev.powerstrip.provider.echo;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Answers with what it was told, in the manner of a model: no network, no key, no cost. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@Designate(ocd = EchoProvider.Config.class)
@PluginName("provider.echo")
public final class EchoProvider implements ChatProvider {

    private final Pace pace;
    private final int length;
    private final double errorRate;
    private final DoubleSupplier random;
    private final Clock clock;

    @Activate
    public EchoProvider(Config config) {
        this(config, () -> ThreadLocalRandom.current().nextDouble(), Clock.systemUTC());
    }

    EchoProvider(Config config, DoubleSupplier random, Clock clock) {
        this.pace = Pace.of(config.firstTokenDelay(), config.pace());
        this.length = config.length();
        this.errorRate = config.errorRate();
        this.random = random;
        this.clock = clock;
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        if (random.getAsDouble() < errorRate) {
            throw new GatewayException(ErrorType.PROVIDER_OVERLOADED,
                "echo fails %s of its calls, as its errorRate says".formatted(errorRate));
        }
        var prompt = new Prompt(request.body());
        var echo = prompt.forcedTool().map(tool -> Echo.call(tool, prompt))
            .orElseGet(() -> Echo.text(prompt, length));
        var answer = new EchoAnswer(echo, attempt, pace, request.streamed(), clock.instant().getEpochSecond());
        return request.streamed() ? new ProviderResponse.Streamed(answer)
            : new ProviderResponse.Completed(whole(answer));
    }

    private static Chunk whole(EchoAnswer answer) throws IOException {
        return answer.next().orElseThrow();
    }

    /** How it behaves. */
    @ObjectClassDefinition(name = "Echo")
    public @interface Config {

        @AttributeDefinition(description = "How long the first token takes, as an ISO-8601 duration")
        String firstTokenDelay() default "PT0.15S";

        @AttributeDefinition(description = "Tokens per second after the first; 0 makes no pauses", min = "0")
        int pace() default 80;

        @AttributeDefinition(description = "Tokens of an answer; 0 answers as long as it is asked", min = "0")
        int length() default 0;

        @AttributeDefinition(description = "The part of the calls that fail, from 0 to 1", min = "0", max = "1")
        double errorRate() default 0;
    }
}
