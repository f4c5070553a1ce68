package dev.powerstrip.line.testing;

import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.provider.Provider;

/** A lease on a provider, with the settings that the test gave it. */
final class FakeProviderLease extends FakeLease<Provider> implements ProviderLease {

    private final ProviderSettings settings;

    FakeProviderLease(ProviderSettings settings, Provider provider, FakePlugins plugins) {
        super(Provider.class, settings.id(), provider, plugins);
        this.settings = settings;
    }

    @Override
    public ProviderSettings settings() {
        return settings;
    }
}
