package dev.powerstrip.bench.plugins.throwing;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;

/** Throws at every call, by turns whatever a plugin can throw, each with an exception of its own as its cause. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.throwing")
public final class ThrowingProvider implements ChatProvider {

    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var cause = new Mishap("thrown on purpose");
        switch (calls.getAndIncrement() % 6) {
            case 0 -> throw cause;
            case 1 -> throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "decided on purpose", cause);
            case 2 -> throw new IOException("broken off on purpose", cause);
            case 3 -> throw new NoClassDefFoundError("missing on purpose");
            case 4 -> throw new StackOverflowError("recursion " + depth(0));
            default -> {
                return new ProviderResponse.Streamed(() -> {
                    throw new Mishap("thrown while it streams");
                });
            }
        }
    }

    private static int depth(int level) {
        return depth(level + 1) + 1;
    }
}
