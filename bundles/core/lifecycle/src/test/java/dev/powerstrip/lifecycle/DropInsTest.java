package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropInsTest {

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(folder).start();
    }

    @Test
    void anAddedJarIsCurrentWhenTheCallReturnsAndARemovedOneGoes() throws Exception {
        var status = framework.admin().add("one.jar", jar(secret("one")));

        assertThat(status.id()).isEqualTo("secret.one");
        assertThat(status.revisions()).extracting("state").containsExactly("current");
        assertThat(framework.answer("one")).hasValue("1.0.0");

        framework.admin().remove("secret.one");
        eventually(() -> framework.answer("one").isEmpty());
        assertThat(framework.plugins()).isEmptyDirectory();
    }

    @Test
    void aRefusedJarIsGoneAndTheOneThatLayThereIsBack() throws Exception {
        framework.admin().add("one.jar", jar(secret("one")));

        assertThatThrownBy(() -> framework.admin().add("one.jar",
            jar(secret("one").version("1.1.0").constructor("throw new IllegalStateException(\"no luck\");"))))
            .isInstanceOfSatisfying(GatewayException.class,
                refused -> assertThat(refused.type()).isEqualTo(ErrorType.UNPROCESSABLE))
            .hasMessageContaining("one.jar was refused").hasMessageContaining("no luck");
        assertThatThrownBy(() -> framework.admin().add("two.jar", new ByteArrayInputStream(new byte[10])))
            .hasMessageContaining("is no jar");

        assertThat(framework.answer("one")).hasValue("1.0.0");
        try (var files = Files.list(framework.plugins())) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("one.jar");
        }
    }

    @Test
    void whatCannotBeAFileNameIsRefused() {
        assertThatThrownBy(() -> framework.admin().add("../one.jar", new ByteArrayInputStream(new byte[0])))
            .isInstanceOf(GatewayException.class).hasMessageContaining("file name");
    }

    @Test
    void whatIsNotThereCannotBeRemoved() throws Exception {
        secret("one").write(framework.builtIns().resolve("one.jar"));
        framework.untilAnswer("one", "1.0.0");

        assertThatThrownBy(() -> framework.admin().remove("secret.one")).isInstanceOf(GatewayException.class)
            .hasMessageContaining("built-in plugin stays").hasMessageContaining("disabled");
    }

    private InputStream jar(PluginBuilder plugin) throws Exception {
        return Files.newInputStream(plugin.write(folder.resolve("built.jar")));
    }
}
