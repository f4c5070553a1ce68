package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.provider.ProviderFactory;
import dev.powerstrip.sdk.testing.DescriptorContract;
import java.nio.file.Path;

/** What a descriptor may say and none of the vendors' needs, shown by one that was invented for it. */
class CompatibleDescriptorContractTest extends DescriptorContract {

    @Override
    protected Path folder() {
        return Path.of("src", "test", "descriptors", "sirocco");
    }

    @Override
    protected ProviderFactory engine() {
        return new CompatibleProvider();
    }
}
