package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessionTest {

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void make() throws Exception {
        framework = new TestFramework(folder);
    }

    @Test
    void anOlderJarThatIsPutBesideANewerOneIsRefusedUntilThatIsTakenOut() throws Exception {
        var newer = version("1.1.0").write(framework.plugins().resolve("newer.jar"));
        framework.start();
        framework.untilAnswer("one", "1.1.0");

        version("1.0.0").write(framework.plugins().resolve("older.jar"));

        assertThat(framework.refusal("secret.one"))
            .isEqualTo("older.jar: is version 1.0.0, lower than 1.1.0, which runs: "
                + "take that one out, or use bin/powerstrip plugin add --allow-downgrade");
        assertThat(framework.answer("one")).hasValue("1.1.0");

        Files.delete(newer);
        framework.untilAnswer("one", "1.0.0");
        eventually(() -> framework.reasons("secret.one").findAny().isEmpty());
    }

    @Test
    void anOlderJarThatIsPutInTheNewerOnesPlaceIsRefused() throws Exception {
        var jar = version("1.1.0").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.1.0");

        version("1.0.0").write(jar);

        assertThat(framework.refusal("secret.one")).contains("is version 1.0.0, lower than 1.1.0, which runs");
        assertThat(framework.answer("one")).hasValue("1.1.0");
        Files.delete(jar);
        eventually(() -> framework.answer("one").isEmpty());
        version("1.0.0").write(jar);
        framework.untilAnswer("one", "1.0.0");
    }

    @Test
    void anOlderJarIsAddedOnlyIfThatIsSaid() throws Exception {
        framework.start();
        framework.admin().add("one.jar", content(version("1.1.0")));

        assertThatThrownBy(() -> framework.admin().add("one.jar", content(version("1.0.0"))))
            .hasMessageContaining("one.jar was refused: is version 1.0.0, lower than 1.1.0")
            .hasMessageContaining("--allow-downgrade");
        assertThat(framework.answer("one")).hasValue("1.1.0");

        addOlder("one.jar", version("1.0.0"));
        assertThat(framework.answer("one")).hasValue("1.0.0");
    }

    @Test
    void anOlderJarIsNotAddedWhereANewerOneStays() throws Exception {
        version("1.2.0").write(framework.builtIns().resolve("one.jar"));
        framework.start();

        assertThatThrownBy(() -> addOlder("one.jar", version("1.0.0")))
            .hasMessageContaining("it is version 1.0.0, and one.jar of 1.2.0 comes first")
            .hasMessageContaining("a built-in plugin gives way to a higher version only");
        framework.admin().add("newer.jar", content(version("1.3.0")));
        assertThatThrownBy(() -> addOlder("one.jar", version("1.2.5")))
            .hasMessageContaining("newer.jar of 1.3.0 comes first: take that one out before");

        assertThat(framework.answer("one")).hasValue("1.3.0");
    }

    @Test
    void anotherVendorsJarOfAnIdIsRefusedUntilTheFirstIsTakenOut() throws Exception {
        var acme = by("Acme").write(framework.plugins().resolve("acme.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");

        by("Evil Corp").version("2.0.0").write(framework.plugins().resolve("evil.jar"));

        assertThat(framework.refusal("secret.one"))
            .isEqualTo("evil.jar: calls itself secret.one, which is here the plugin "
                + "of Acme, but comes from Evil Corp: give it an id of its own, or take the other one out first");
        assertThat(framework.answer("one")).hasValue("1.0.0");
        Files.delete(acme);
        framework.untilAnswer("one", "2.0.0");
    }

    @Test
    void anIdStaysWithItsVendorOverARestart() throws Exception {
        by("Acme").write(framework.plugins().resolve("acme.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        framework.close();
        by("Evil Corp").version("2.0.0").write(framework.plugins().resolve("evil.jar"));
        by("Powerstrip").version("3.0.0").write(framework.builtIns().resolve("one.jar"));

        framework.start();

        assertThat(framework.answer("one")).hasValue("1.0.0");
        assertThat(framework.reasons("secret.one")).hasSize(2).allMatch(why -> why.contains("the plugin of Acme"));
    }

    @Test
    void anIdThatNobodyHadIsTheBuiltInPlugins() throws Exception {
        by("Evil Corp").version("2.0.0").write(framework.plugins().resolve("evil.jar"));
        version("1.0.0").write(framework.builtIns().resolve("one.jar"));

        framework.start();

        assertThat(framework.answer("one")).hasValue("1.0.0");
        assertThat(framework.refusal("secret.one")).contains("the plugin of a vendor without name")
            .contains("comes from Evil Corp");
    }

    @Test
    void aRightlySignedOldJarIsNotLetInAgainWhateverRuns() throws Exception {
        var keys = SigningKeys.in(folder);
        framework.etc("lifecycle",
            "{\"trust\": \"signed\", \"trustStore\": \"%s\"}".formatted(keys.trustStore("ca")));
        var replayed = keys.sign(version("1.0.0").write(folder.resolve("replayed.jar")), "acme");
        var fallback = keys.sign(version("1.1.0").write(folder.resolve("fallback.jar")), "acme");
        var newer = keys.sign(version("1.2.0").write(folder.resolve("newer.jar")), "acme");
        framework.start();
        drop(fallback);
        framework.untilAnswer("one", "1.1.0");
        var dropped = drop(newer);
        framework.untilAnswer("one", "1.2.0");
        framework.close();

        framework.start();
        assertThat(framework.reasons("secret.one")).isEmpty();
        Files.delete(dropped);
        framework.untilAnswer("one", "1.1.0");
        Files.delete(framework.plugins().resolve("fallback.jar"));
        eventually(() -> framework.answer("one").isEmpty());
        drop(replayed);

        assertThat(framework.refusal("secret.one")).contains("is version 1.0.0, lower than 1.1.0, which ran here")
            .contains("--allow-downgrade");
        framework.close();
        framework.start();
        assertThat(framework.refusal("secret.one")).contains("lower than 1.1.0, which ran here");
        framework.admin().allowDowngrade(JarStore.digest(Files.readAllBytes(replayed)));
        framework.admin().add("replayed.jar", Files.newInputStream(replayed));
        assertThat(framework.answer("one")).hasValue("1.0.0");
    }

    @Test
    void aDamagedMemoryHindersNoStart() throws Exception {
        version("1.0.0").write(framework.plugins().resolve("one.jar"));
        Files.createDirectories(framework.home().resolve("data/plugins"));
        Files.writeString(framework.home().resolve("data/plugins/versions.json"), "{\"secret.one\": 1}");

        framework.start();

        framework.untilAnswer("one", "1.0.0");
    }

    private static PluginBuilder version(String version) {
        return secret("one").version(version);
    }

    private static PluginBuilder by(String vendor) {
        return secret("one").header("Bundle-Vendor", vendor);
    }

    private InputStream content(PluginBuilder plugin) throws Exception {
        return Files.newInputStream(plugin.write(folder.resolve("built.jar")));
    }

    private void addOlder(String name, PluginBuilder plugin) throws Exception {
        var jar = plugin.write(folder.resolve("built.jar"));
        framework.admin().allowDowngrade(JarStore.digest(Files.readAllBytes(jar)));
        framework.admin().add(name, Files.newInputStream(jar));
    }

    private Path drop(Path jar) throws IOException {
        var part = Files.copy(jar, framework.plugins().resolve("." + jar.getFileName()));
        return Files.move(part, framework.plugins().resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
