package dev.powerstrip.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** The assembled folder: what is listed is there, what is there is listed, and every bundle finds what it imports. */
class AssemblyIT {

    private static final Path PRODUCT = Path.of(System.getProperty("powerstrip.distribution"));

    @Test
    void listsEveryBundleOfLibAndNoOther() throws IOException {
        assertThat(listed()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(jars("lib"));
    }

    @Test
    void resolvesEveryBundleAndBuiltInPlugin(@TempDir Path storage) throws Exception {
        var framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.init();
        try {
            for (var jar : Stream.concat(jars("lib").stream(), jars("plugins").stream()).toList()) {
                framework.getBundleContext().installBundle(jar.toUri().toString());
            }

            var unresolved = Stream.of(framework.getBundleContext().getBundles())
                .filter(bundle -> !framework.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle)))
                .map(Bundle::getSymbolicName).toList();

            assertThat(unresolved).isEmpty();
        } finally {
            framework.stop();
            framework.waitForStop(30_000);
        }
    }

    @Test
    void holdsWhatAPluginsAuthorNeeds() throws IOException {
        try (var files = Files.walk(PRODUCT.resolve("repository/dev/powerstrip"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                .anyMatch(name -> name.matches("dev\\.powerstrip\\.sdk-.*\\.jar"))
                .anyMatch(name -> name.matches("dev\\.powerstrip\\.testing-.*\\.jar"))
                .anyMatch(name -> name.matches("dev\\.powerstrip\\.parent-.*\\.pom"));
        }
    }

    private static List<Path> listed() throws IOException {
        try (var lines = Files.lines(PRODUCT.resolve("lib/bundles.list"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> PRODUCT.resolve("lib").resolve(line.substring(2))).toList();
        }
    }

    private static List<Path> jars(String folder) throws IOException {
        try (var files = Files.list(PRODUCT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
