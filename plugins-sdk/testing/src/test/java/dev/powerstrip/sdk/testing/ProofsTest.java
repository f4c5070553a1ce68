package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ProofsTest {

    private static final Path RECORD = Path.of("target", "features", "sample", "Sample.json");

    @BeforeEach
    void forget() throws IOException {
        Files.deleteIfExists(RECORD);
    }

    @Test
    void countsOnlyWhatRanAndPassedWhereverItIsTried() throws IOException {
        run(selectClass(Sample.class));

        assertThat(RECORD).hasContent("{\"provider\":\"sample\",\"proven\":[\"CHAT\",\"IMAGES\"]}");
    }

    @Test
    void saysNothingOfAClassThatRanInPart() {
        run(selectMethod(Sample.class, "answers"));

        assertThat(RECORD).doesNotExist();
    }

    private static void run(DiscoverySelector selector) {
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request().selectors(selector).build());
    }

    static class Sample {

        @RegisterExtension
        final Proofs proofs = new Proofs(() -> "sample");

        @Test
        @Proves(Feature.CHAT)
        void answers() {}

        @Test
        @Proves(Feature.TOOLS)
        void callsATool() {}

        @Test
        @Proves(Feature.TOOLS)
        void callsAToolInPieces() {
            fail("as it should");
        }

        @TestFactory
        @Proves
        Stream<DynamicTest> cases() {
            return Stream.of(dynamicTest("IMAGES", () -> {}), dynamicTest("AUDIO", () -> abort("it cannot")));
        }

        @TestFactory
        @Proves(Feature.RERANK)
        Stream<DynamicTest> nothingToTry() {
            return Stream.empty();
        }
    }
}
