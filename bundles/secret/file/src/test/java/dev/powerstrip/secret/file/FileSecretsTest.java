package dev.powerstrip.secret.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretsTest {

    @TempDir
    private Path folder;

    @Test
    void readsAFileWithoutTheLineBreakThatEditorsAdd() throws IOException {
        write("openai", "sk-1\n", "rw-------");

        assertThat(new FileSecrets(folder, true).read("openai").orElseThrow().<String>use(value -> value))
            .isEqualTo("sk-1");
    }

    @Test
    void knowsNothingOfAFileThatIsNotThereOrEmpty() throws IOException {
        write("empty", "\n", "rw-------");

        assertThat(new FileSecrets(folder, true).read("openai")).isEmpty();
        assertThat(new FileSecrets(folder, true).read("empty")).isEmpty();
    }

    @Test
    void refusesAFileThatOthersMayReadAndNamesTheFix() throws IOException {
        write("openai", "sk-1", "rw-r-----");

        assertThatThrownBy(() -> new FileSecrets(folder, true).read("openai")).isInstanceOf(IOException.class)
            .hasMessageContaining("chmod 600").hasMessageNotContaining("sk-1");
    }

    @Test
    void takesAFileAsAContainerMountsItWhereTheOperatorSaysSo() throws IOException {
        write("openai", "sk-1", "r--r--r--");

        assertThat(new FileSecrets(folder, false).read("openai")).isPresent();
    }

    @Test
    void neverLeavesItsFolder() {
        assertThatThrownBy(() -> new FileSecrets(folder, true).read("../etc/passwd")).isInstanceOf(IOException.class)
            .hasMessageContaining("no name of a secret");
    }

    private void write(String name, String text, String mode) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
