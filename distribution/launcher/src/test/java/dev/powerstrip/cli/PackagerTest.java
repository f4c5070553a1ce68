package dev.powerstrip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagerTest {

    @TempDir
    private Path work;

    @Test
    void aFolderBecomesAPluginOfItsName() throws Exception {
        describe("acme", "{\"engine\": \"compatible\"}");
        Files.writeString(work.resolve("acme/models.json"), "{\"models\": []}");

        var jars = packager("1.2.0").pack(work.resolve("acme"));

        assertThat(jars).containsExactly(work.resolve("out/provider.acme.jar"));
        try (var jar = new JarFile(jars.get(0).toFile())) {
            var headers = jar.getManifest().getMainAttributes();
            assertThat(headers.getValue("Powerstrip-Plugin")).isEqualTo("provider.acme");
            assertThat(headers.getValue("Bundle-Version")).isEqualTo("1.2.0");
            assertThat(jar.stream().map(Object::toString)).containsExactly("META-INF/MANIFEST.MF",
                "POWERSTRIP-INF/provider.json", "POWERSTRIP-INF/models.json");
        }
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws Exception {
        describe("acme", "{\"engine\": \"compatible\"}");

        var first = Files.readAllBytes(packager("1.0.0").pack(work.resolve("acme")).get(0));
        var second = Files.readAllBytes(packager("1.0.0").pack(work.resolve("acme")).get(0));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aFolderOfFoldersBecomesOnePluginEach() throws Exception {
        describe("one", "{\"engine\": \"compatible\"}");
        describe("two", "{\"engine\": \"compatible\"}");

        assertThat(packager("0.2.0-SNAPSHOT").pack(work)).extracting(jar -> jar.getFileName().toString())
            .containsExactly("provider.one.jar", "provider.two.jar");
    }

    @Test
    void whatCannotBeAPluginIsRefusedByName() throws Exception {
        describe("Acme Inc", "{\"engine\": \"compatible\"}");
        describe("mute", "{}");
        describe("half", "{\"engine\": ");
        describe("list", "{\"engine\": \"compatible\"}");
        Files.writeString(work.resolve("list/models.json"), "[]");

        assertRefused("Acme Inc", "\"Acme Inc\" is no such name");
        assertRefused("mute", "engine is missing");
        assertRefused("half", "half/provider.json is no JSON object");
        assertRefused("list", "list/models.json is no JSON object");
        assertRefused("nowhere", "there is no provider.json");
        assertThatThrownBy(() -> packager("new")).hasMessageContaining("is no version");
    }

    private void assertRefused(String folder, String reason) throws RefusedException {
        var packager = packager("1.0.0");
        assertThatThrownBy(() -> packager.pack(work.resolve(folder))).isInstanceOf(RefusedException.class)
            .hasMessageContaining(reason);
    }

    private Packager packager(String version) throws RefusedException {
        return new Packager(work.resolve("out"), version);
    }

    private void describe(String name, String json) throws IOException {
        Files.writeString(Files.createDirectories(work.resolve(name)).resolve("provider.json"), json);
    }
}
