package dev.powerstrip.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {

    @TempDir
    Path folder;

    private HomeFolder home;

    @BeforeEach
    void choose() {
        home = new HomeFolder(folder.resolve("home"));
    }

    @Test
    void makesItsFoldersForTheOwnerOnly() throws Exception {
        home.create();

        for (var made : List.of("", "etc", "plugins", "data", "log")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root().resolve(made))))
                .isEqualTo("rwx------");
        }
    }

    @Test
    void keepsWhatIsThere() throws Exception {
        home.create();
        Files.writeString(home.root().resolve("etc/http.cfg.json"), "{}");

        home.create();

        assertThat(home.root().resolve("etc/http.cfg.json")).exists();
    }

    @Test
    void refusesAFolderThatEveryoneMayWriteTo() throws Exception {
        var plugins = Files.createDirectories(home.root().resolve("plugins"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(home::create).isInstanceOf(RefusedException.class).hasMessageContaining(plugins.toString());
    }

    @Test
    void refusesAFileWhereAFolderShouldBe() throws Exception {
        Files.writeString(home.root(), "not a folder");

        assertThatThrownBy(home::create).isInstanceOf(RefusedException.class).hasMessageContaining("is no folder");
    }

    @Test
    void tellsItsAddressFromReadyToEnd() throws Exception {
        home.create();
        assertThat(home.address()).isEmpty();

        home.publish(URI.create("http://127.0.0.1:1"));
        home.publish(URI.create("http://127.0.0.1:2"));
        assertThat(home.address()).contains(URI.create("http://127.0.0.1:2"));

        home.withdrawAddress();
        assertThat(home.address()).isEmpty();
    }

    @Test
    void belongsToOneLivingProcess() throws Exception {
        home.create();
        assertThat(home.process()).isEmpty();
        var other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Holder.class.getName(), home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("taken");

            assertThat(home.process().map(ProcessHandle::pid)).contains(other.pid());
            assertThatThrownBy(home::lock).isInstanceOf(RefusedException.class).hasMessageContaining(home.toString())
                .hasMessageContaining("in use by process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }

        assertThat(home.process()).isEmpty();
        home.lock().close();
    }

    /** Another process with a home. */
    static final class Holder {

        public static void main(String[] arguments) throws IOException, RefusedException {
            new HomeFolder(Path.of(arguments[0])).lock();
            System.out.println("taken");
            System.in.read();
        }
    }
}
