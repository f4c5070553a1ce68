package dev.powerstrip.provider.vendors;

import dev.powerstrip.provider.compatible.CompatibleProvider;
import dev.powerstrip.sdk.provider.ProviderFactory;
import dev.powerstrip.sdk.testing.DescriptorContract;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder here, and the one that the SDK shows as an example. */
@ParameterizedClass
@MethodSource("dev.powerstrip.provider.vendors.Folders#all")
class VendorsContractTest extends DescriptorContract {

    private final Path folder;

    VendorsContractTest(Path folder) {
        this.folder = folder;
    }

    @Override
    protected Path folder() {
        return folder;
    }

    @Override
    protected ProviderFactory engine() {
        return new CompatibleProvider();
    }
}
