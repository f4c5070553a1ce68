package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static dev.powerstrip.lifecycle.TestFramework.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator changes whom to trust while plugins run. */
class TrustChangeTest {

    @TempDir
    private static Path keyFolder;
    private static SigningKeys keys;

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = SigningKeys.in(keyFolder);
    }

    @BeforeEach
    void make() throws Exception {
        framework = new TestFramework(folder);
    }

    @Test
    void aPluginWhoseSignerIsRevokedIsDrainedAndTheBuiltInOneTakesOver() throws Exception {
        signed("");
        keys.sign(secret("one").version("1.1.0").write(framework.plugins().resolve("one.jar")), "acme");
        secret("one").write(framework.builtIns().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.1.0");

        try (var lease = framework.lease("one")) {
            signed(", \"revokedSigners\": [\"%s\"]".formatted(keys.serial("acme")));

            framework.untilAnswer("one", "1.0.0");
            assertThat(framework.refusal("secret.one")).contains("one.jar: is signed by CN=Acme, O=Acme Inc, and "
                + "revokedSigners in etc/lifecycle.cfg.json names " + keys.serial("acme"));
            assertThat(TestFramework.answer(lease)).isEqualTo("1.1.0");
            eventually(() -> framework.states("secret.one").containsAll(List.of("current", "draining", "refused")));
        }
        eventually(() -> framework.bundles().size() == 1);
    }

    @Test
    void aPluginThatIsTrustedNoMoreIsGoneWhereNothingCanTakeOver() throws Exception {
        var jar = secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");
        put(jar, "garbage".getBytes(StandardCharsets.UTF_8));
        framework.refusal("secret.one");

        signed("");

        eventually(() -> framework.answer("one").isEmpty());
        eventually(() -> !framework.states("secret.one").contains("current"));
        Files.delete(framework.home().resolve("etc/lifecycle.cfg.json"));
        keys.sign(secret("one").write(jar), "acme");
        framework.untilAnswer("one", "1.0.0");
        eventually(() -> framework.reasons("secret.one").findAny().isEmpty());
    }

    @Test
    void settingsThatCannotBeCarriedOutLetNothingInAndLeaveWhatRuns() throws Exception {
        secret("one").write(framework.plugins().resolve("one.jar"));
        framework.start();
        framework.untilAnswer("one", "1.0.0");

        framework.etc("lifecycle", "{\"trust\": \"signed\", \"trustStore\": \"nowhere.p12\"}");

        assertThat(framework.refusal("secret.one")).contains("one.jar: cannot be judged, so it is not let in: "
            + "etc/lifecycle.cfg.json: trustStore names").contains("nowhere.p12, which is no file");
        keys.sign(secret("two").write(framework.plugins().resolve("two.jar")), "acme");
        assertThat(framework.refusal("secret.two")).contains("cannot be judged");
        assertThat(framework.answer("one")).hasValue("1.0.0");
    }

    @Test
    void aCertificateThatIsPutIntoTheTrustStoreCountsAtOnce() throws Exception {
        var store = framework.home().resolve("etc/signers.p12");
        Files.copy(keys.trustStore("other"), store);
        framework.etc("lifecycle", "{\"trust\": \"signed\", \"trustStore\": \"signers.p12\"}");
        keys.sign(secret("one").write(framework.plugins().resolve("one.jar")), "stranger");
        framework.start();
        assertThat(framework.refusal("secret.one")).contains("CN=Stranger").contains("signers.p12 does not vouch");

        put(store, Files.readAllBytes(keys.trustStore("other", "stranger")));

        framework.untilAnswer("one", "1.0.0");
    }

    @Test
    void anAllowlistLetsInTheJarsThatItNamesAndNoOthers() throws Exception {
        var one = secret("one").write(framework.plugins().resolve("one.jar"));
        framework.etc("lifecycle", "{\"trust\": \"allowlist\", \"allowedDigests\": [\"%s\"]}"
            .formatted(JarStore.digest(Files.readAllBytes(one))));
        var two = keys.sign(secret("two").write(framework.plugins().resolve("two.jar")), "acme");
        framework.start();
        framework.untilAnswer("one", "1.0.0");

        assertThat(framework.refusal("secret.two")).isEqualTo("two.jar: has the digest %s, which allowedDigests in "
            .formatted(JarStore.digest(Files.readAllBytes(two)))
            + "etc/lifecycle.cfg.json does not list: add it if you trust it");

        secret("one").version("1.0.1").write(one);
        assertThat(framework.refusal("secret.one")).contains("has the digest");
        assertThat(framework.answer("one")).hasValue("1.0.0");
    }

    @Test
    void aListedDigestNeedsNoSignature() throws Exception {
        var one = secret("one").write(framework.plugins().resolve("one.jar"));
        signed(", \"allowedDigests\": [\"%s\"]".formatted(JarStore.digest(Files.readAllBytes(one))));

        framework.start();

        framework.untilAnswer("one", "1.0.0");
    }

    private void signed(String more) throws Exception {
        framework.etc("lifecycle",
            "{\"trust\": \"signed\", \"trustStore\": \"%s\"%s}".formatted(keys.trustStore("ca"), more));
    }
}
