package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Provider;
import java.time.Duration;

/** A lease on a provider that has as many attempts as it may: it lets nobody through, and is not counted. */
record OverloadedProvider(Revision revision, ProviderSettings settings) implements ProviderLease {

    private static final Duration WAIT = Duration.ofSeconds(1);

    @Override
    public <R> R call(Call<Provider, R> call) {
        throw new GatewayException(ErrorType.PROVIDER_OVERLOADED,
            "the provider \"%s\" has %d calls at once, which is its \"maxConcurrent\"".formatted(settings.id(),
                settings.maxConcurrent()))
            .retryAfter(WAIT);
    }

    @Override
    public void close() {}
}
