package dev.powerstrip.provider.vendors;

import dev.powerstrip.provider.compatible.CompatibleProvider;
import dev.powerstrip.sdk.provider.ProviderFactory;
import dev.powerstrip.sdk.testing.DescriptorListContract;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder with embeddings or a rerank among its golden files. */
@ParameterizedClass
@MethodSource("dev.powerstrip.provider.vendors.Folders#ofLists")
class VendorsListContractTest extends DescriptorListContract {

    private final Path folder;

    VendorsListContractTest(Path folder) {
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
