package dev.powerstrip.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every manifest of the distribution keeps to. */
class HouseRulesIT {

    private static final String OURS = "dev.powerstrip.";

    @Test
    void onlyTheSdkTheLineAndWrappedLibrariesExportPackages() throws IOException {
        assertThat(names(bundle -> bundle.isOurs() && bundle.has("Export-Package"))).allMatch(
            name -> name.equals(OURS + "sdk") || name.equals(OURS + "line") || name.startsWith(OURS + "wrap."));
    }

    @Test
    void wrappedLibrariesExportNothingOfOurs() throws IOException {
        assertThat(names(bundle -> bundle.name().startsWith(OURS + "wrap.")
            && bundle.packages("Export-Package").stream().anyMatch(exported -> exported.startsWith(OURS)))).isEmpty();
    }

    @Test
    void noBundleImportsAnotherBundle() throws IOException {
        assertThat(names(bundle -> bundle.packages("Import-Package").stream().filter(pack -> pack.startsWith(OURS))
            .anyMatch(pack -> !pack.startsWith(OURS + "sdk.") && !pack.equals(OURS + "line")))).isEmpty();
    }

    @Test
    void noBundleRequiresAnotherOrImportsAtRunTime() throws IOException {
        assertThat(names(bundle -> bundle.isOurs()
            && (bundle.has("Require-Bundle") || bundle.has("DynamicImport-Package") || bundle.has("Fragment-Host"))))
            .isEmpty();
    }

    @Test
    void aPluginImportsTheSdkGsonAndSlf4jOnlyAndHasNoActivator() throws IOException {
        for (var plugin : plugins()) {
            assertThat(plugin.packages("Import-Package")).as(plugin.name())
                .allMatch(pack -> pack.startsWith(OURS + "sdk.")
                    || pack.startsWith("com.google.gson") || pack.startsWith("org.slf4j")
                    || pack.startsWith("org.osgi.") || pack.startsWith("javax.crypto"));
            assertThat(plugin.has("Bundle-Activator")).as(plugin.name()).isFalse();
        }
    }

    @Test
    void aPluginIsNamedAsItsBundleAndADescriptorAsWhatItDescribes() throws IOException {
        assertThat(plugins()).isNotEmpty().allMatch(
            plugin -> plugin.name().equals((plugin.has("Import-Package") ? OURS : "")
                + plugin.manifest().getValue("Powerstrip-Plugin")));
    }

    @Test
    void noBundleOfTheCoreIsAPlugin() throws IOException {
        assertThat(bundles("lib").stream().filter(bundle -> bundle.has("Powerstrip-Plugin"))).isEmpty();
    }

    private static List<Bundle> plugins() throws IOException {
        return bundles("plugins");
    }

    private static List<String> names(Predicate<Bundle> chosen) throws IOException {
        return Stream.concat(bundles("lib").stream(), plugins().stream()).filter(chosen).map(Bundle::name).toList();
    }

    private static List<Bundle> bundles(String folder) throws IOException {
        var bundles = new ArrayList<Bundle>();
        for (var jar : Assembly.jars(folder)) {
            bundles.add(new Bundle(manifest(jar)));
        }
        return bundles.stream().filter(bundle -> bundle.has("Bundle-SymbolicName")).toList();
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    private record Bundle(Attributes manifest) {

        String name() {
            return manifest.getValue("Bundle-SymbolicName").split(";")[0].strip();
        }

        boolean isOurs() {
            return name().startsWith(OURS);
        }

        boolean has(String header) {
            return manifest.getValue(header) != null;
        }

        /** The packages that a header names, without their attributes. */
        List<String> packages(String header) {
            var value = has(header) ? manifest.getValue(header).replaceAll("\"[^\"]*\"", "") : "";
            return Stream.of(value.split(",")).map(clause -> clause.split(";")[0].strip())
                .filter(pack -> !pack.isEmpty()).toList();
        }
    }
}
