package dev.powerstrip.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.launcher.BundleList.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleListTest {

    @TempDir
    Path lib;

    @Test
    void startsWhatIsListedInThatOrder() throws Exception {
        var slf4j = jar("slf4j.jar");
        var http = jar("http.jar");
        list("# a comment\n\n1 slf4j.jar\n3   http.jar\n");

        assertThat(BundleList.of(lib).entries()).containsExactly(new Entry(1, slf4j), new Entry(3, http));
    }

    @Test
    void startsWhatTheOperatorPutBesideItAsALibrary() throws Exception {
        jar("http.jar");
        var driver = jar("postgresql.jar");
        list("3 http.jar\n");

        assertThat(BundleList.of(lib).entries()).contains(new Entry(2, driver));
    }

    @Test
    void namesAMissingJar() throws Exception {
        list("3 http.jar\n");

        assertThatThrownBy(() -> BundleList.of(lib)).isInstanceOf(RefusedException.class)
            .hasMessageContaining("http.jar is missing");
    }

    @Test
    void namesALineThatIsNone() throws Exception {
        jar("http.jar");
        list("http.jar\n");

        assertThatThrownBy(() -> BundleList.of(lib)).isInstanceOf(RefusedException.class)
            .hasMessageContaining("\"http.jar\"");
    }

    private Path jar(String name) throws IOException {
        return Files.createFile(lib.resolve(name));
    }

    private void list(String text) throws IOException {
        Files.writeString(lib.resolve("bundles.list"), text);
    }
}
