package dev.powerstrip.bench.plugins.failing;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Cannot be activated, and says so with an exception of its own. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.failing")
public final class FailingProvider implements ChatProvider {

    @Activate
    public FailingProvider() {
        throw new Mishap();
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        throw new AssertionError("it never comes up");
    }

    private static final class Mishap extends RuntimeException {

        private static final long serialVersionUID = 1;

        Mishap() {
            super("failed on purpose");
        }
    }
}
