package dev.powerstrip.distribution;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The table of what each provider can do, made of what the contract tests proved of those that ship. */
class ProviderTableIT {

    private static final Path PLUGINS = Path.of(System.getProperty("powerstrip.distribution"), "plugins");
    private static final Path PROVIDERS = Path.of("..", "bundles", "provider");
    private static final Path README = PROVIDERS.resolve("README.md");
    private static final String HEAD = "| provider | %s |\n|---|%s\n".formatted(
        Stream.of(Feature.values()).map(Feature::title).collect(joining(" | ")),
        "---|".repeat(Feature.values().length));

    @Test
    void tellsWhatEachProviderCanDo() throws IOException {
        var text = Files.readString(README);
        var expected = text.substring(0, text.indexOf("| provider |")) + HEAD + rows();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(README, expected);
        }

        assertThat(Files.readString(README))
            .as("%s; run mvn verify -Dgolden.update=true and review the change", README).isEqualTo(expected);
    }

    private static String rows() throws IOException {
        var rows = new StringBuilder();
        for (var provider : providers()) {
            var proven = proven(provider);
            rows.append("| [`%s`](%s) | %s |\n".formatted(provider, PROVIDERS.relativize(folder(provider)),
                Stream.of(Feature.values()).map(feature -> proven.contains(feature) ? "yes" : "")
                    .collect(joining(" | "))));
        }
        return rows.toString();
    }

    /** Those that ship: adapters first, then those without code. */
    private static List<String> providers() throws IOException {
        try (var jars = Files.list(PLUGINS)) {
            return jars.map(ProviderTableIT::plugin).filter(id -> id.startsWith("provider."))
                .map(id -> id.substring("provider.".length()))
                .sorted(Comparator.comparing(ProviderTableIT::withoutCode).thenComparing(name -> name))
                .toList();
        }
    }

    private static String plugin(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Powerstrip-Plugin");
        } catch (IOException e) {
            throw new AssertionError(jar + " cannot be read", e);
        }
    }

    private static boolean withoutCode(String provider) {
        return Files.exists(PROVIDERS.resolve("vendors").resolve(provider));
    }

    private static Path folder(String provider) {
        return withoutCode(provider) ? PROVIDERS.resolve("vendors").resolve(provider) : PROVIDERS.resolve(provider);
    }

    private static Set<Feature> proven(String provider) throws IOException {
        var proven = EnumSet.noneOf(Feature.class);
        for (var record : records(provider)) {
            var tree = JsonParser.parseString(Files.readString(record)).getAsJsonObject();
            StreamSupport.stream(tree.getAsJsonArray("proven").spliterator(), false).map(JsonElement::getAsString)
                .map(Feature::valueOf).forEach(proven::add);
        }
        return proven;
    }

    /** Gives up where a build did without the tests: what they would prove is not known. */
    private static List<Path> records(String provider) throws IOException {
        var module = withoutCode(provider) ? PROVIDERS.resolve("vendors") : PROVIDERS.resolve(provider);
        var folder = module.resolve("target").resolve("features").resolve(provider);
        assumeTrue(Files.isDirectory(folder), () -> "the contract tests of %s did not run".formatted(provider));
        var tried = withoutCode(provider) ? folder(provider) : module.resolve("src");
        try (var records = Files.list(folder); var files = Files.walk(tried)) {
            var known = records.toList();
            var changed = files.map(ProviderTableIT::time).max(FileTime::compareTo).orElseThrow();
            assumeFalse(known.stream().anyMatch(record -> time(record).compareTo(changed) < 0),
                () -> "%s changed since its contract tests ran".formatted(provider));
            return known;
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
