package dev.powerstrip.catalog;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Providers as a test sets them up; none of them can be leased. */
final class FakeProviders implements Plugins {

    private final List<ProviderInfo> providers = new ArrayList<>();
    private long changes;

    void add(String id, String modelsJson, boolean allowUnlisted, String... models) {
        var second = Duration.ofSeconds(1);
        providers.add(new ProviderInfo(
            new ProviderSettings(id, id.toUpperCase(java.util.Locale.ROOT), URI.create("http://127.0.0.1:1"), List.of(),
                List.of(models), allowUnlisted, second, second, second, second, 10, Optional.empty(), Headers.none(),
                Optional.empty(), Optional.empty()),
            modelsJson));
        changes++;
    }

    @Override
    public List<ProviderInfo> providers() {
        return List.copyOf(providers);
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
        return Optional.empty();
    }

    @Override
    public <T> List<Lease<T>> leaseAll(Class<T> contract) {
        return List.of();
    }

    @Override
    public Optional<ProviderLease> provider(String id) {
        return Optional.empty();
    }
}
