package dev.powerstrip.provider.vendors;

import dev.powerstrip.provider.compatible.CompatibleProvider;
import dev.powerstrip.sdk.provider.ProviderFactory;
import dev.powerstrip.sdk.testing.DescriptorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder here, and the one that the SDK shows as an example. */
@ParameterizedClass
@MethodSource("folders")
class VendorsContractTest extends DescriptorContract {

    private static final Path EXAMPLES = Path.of("../../../plugins-sdk/example-vendor");

    private final Path folder;

    VendorsContractTest(Path folder) {
        this.folder = folder;
    }

    static List<Path> folders() throws IOException {
        try (var vendors = Files.list(Path.of("")); var examples = Files.list(EXAMPLES)) {
            return Stream.concat(vendors, examples).filter(folder -> Files.exists(folder.resolve("provider.json")))
                .sorted().toList();
        }
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
