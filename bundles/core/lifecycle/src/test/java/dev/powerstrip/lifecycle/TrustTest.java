package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code trust: signed} each jar that was tampered with is refused with one sentence, while a signed one goes on. */
class TrustTest {

    private static final String PLUGIN = "plugin/secret_bad/Plugin.class";

    @TempDir
    private static Path folder;
    private static SigningKeys keys;
    private static TestFramework framework;

    @BeforeAll
    static void start() throws Exception {
        keys = SigningKeys.in(folder);
        framework = new TestFramework(folder);
        framework.etc("lifecycle", """
            {"trust": "signed", "trustStore": "%s", "revokedSigners": ["%s"],
             "allowedSigners": ["secret.*: CN=Acme, O=Acme Inc", "secret.b*: web", "secret.other: other"]}
            """.formatted(keys.trustStore("ca", "other", "web"), keys.fingerprint("stolen")));
        keys.sign(secret("good").write(framework.plugins().resolve("good.jar")), "acme");
        framework.start();
        framework.untilAnswer("good", "1.0.0");
    }

    @AfterAll
    static void stop() throws Exception {
        framework.close();
    }

    @AfterEach
    void nothingElseIsDisturbed() throws Exception {
        assertThat(framework.answer("good")).hasValue("1.0.0");
        try (var jars = Files.newDirectoryStream(framework.plugins(), "bad*")) {
            for (var jar : jars) {
                Files.delete(jar);
            }
        }
        eventually(() -> framework.admin().plugins().size() == 1);
    }

    @Test
    void refusesAJarThatIsNotSigned() throws Exception {
        drop(secret("bad").write(built()));

        assertThat(framework.refusal("secret.bad"))
            .isEqualTo("bad.jar: is not signed, and etc/lifecycle.cfg.json lets in "
                + "signed plugins only: have it signed by jarsigner, or list its digest in allowedDigests");
    }

    @Test
    void refusesAJarWhoseSignatureWasTakenOut() throws Exception {
        drop(JarBytes.of(signed("acme")).without("META-INF/ACME.*").write(built()));

        assertThat(framework.refusal("secret.bad")).contains("is not signed");
    }

    @Test
    void refusesAJarOfWhoseSignatureOnlyAPartIsLeft() throws Exception {
        drop(JarBytes.of(signed("acme")).without("META-INF/ACME.EC").write(built()));

        assertThat(framework.refusal("secret.bad")).contains("has no valid signature for").contains("signed anew");
    }

    @Test
    void refusesAJarWithAChangedClass() throws Exception {
        var jar = JarBytes.of(signed("acme"));
        var code = jar.entry(PLUGIN).clone();
        code[code.length - 1] ^= 1;
        drop(jar.with(PLUGIN, code).write(built()));

        assertThat(framework.refusal("secret.bad")).contains("was changed after it was signed").contains(PLUGIN)
            .contains("get it from its vendor again");
    }

    @Test
    void refusesAJarWithAnAddedClass() throws Exception {
        drop(JarBytes.of(signed("acme")).with("plugin/secret_bad/Evil.class", new byte[10]).write(built()));

        assertThat(framework.refusal("secret.bad"))
            .contains("has no valid signature for plugin/secret_bad/Evil.class").contains("added later");
    }

    @Test
    void refusesAJarWithAChangedManifest() throws Exception {
        drop(JarBytes.of(signed("acme")).change(JarBytes.MANIFEST,
            text -> text.replace("Bundle-Version: 1.0.0", "Bundle-Version: 9.0.0")).write(built()));

        assertThat(framework.refusal("secret.bad")).contains("was changed after it was signed").contains("anifest");
    }

    @Test
    void refusesAJarWithASectionAddedToItsManifest() throws Exception {
        drop(JarBytes.of(signed("acme")).change(JarBytes.MANIFEST, text -> text + "Name: new/\r\nSealed: true\r\n\r\n")
            .write(built()));

        assertThat(framework.refusal("secret.bad")).contains("does not cover the manifest as it is");
    }

    @Test
    void refusesAJarWithoutADigestOfItsManifest() throws Exception {
        drop(keys.signSectionsOnly(secret("bad").write(built()), "acme"));

        assertThat(framework.refusal("secret.bad")).contains("does not cover the manifest as it is")
            .contains("without -sectionsonly");
    }

    @Test
    void refusesAJarMadeOfTwoThatWereSignedByOthers() throws Exception {
        var whole = secret("bad").write(folder.resolve("whole.jar"));
        var acme = JarBytes.of(keys.sign(JarBytes.of(whole).only("META-INF/.*|plugin/.*").write(built()), "acme"));
        var others = JarBytes.of(keys.sign(JarBytes.of(whole).only("META-INF/.*|OSGI.*").write(built()), "other"));
        var sections = acme.text(JarBytes.MANIFEST) + sections(others.text(JarBytes.MANIFEST));
        drop(others.withAll(acme).with(JarBytes.MANIFEST, sections).write(built()));

        assertThat(framework.refusal("secret.bad")).contains("has no one signer for all of it")
            .contains("sign it anew");
    }

    private static String sections(String manifest) {
        return manifest.substring(manifest.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void refusesAJarWithTwoEntriesOfOneName() throws Exception {
        var jar = JarBytes.of(signed("acme")).with("plugin/secret_bad/Plugin.clazz", new byte[10]).write(built());
        var twice = new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1).replace("Plugin.clazz",
            "Plugin.class");
        Files.write(jar, twice.getBytes(StandardCharsets.ISO_8859_1));
        drop(jar);

        assertThat(framework.refusal("secret.bad")).contains("has two entries that are named " + PLUGIN);
    }

    @Test
    void refusesASignerWhomTheTrustStoreDoesNotKnow() throws Exception {
        drop(signed("stranger"));

        assertThat(framework.refusal("secret.bad")).contains("is signed by CN=Stranger")
            .contains("trust-ca-other-web.p12 does not vouch").contains("keytool -importcert");
    }

    @Test
    void refusesASignerWhoMayNotSignThatPlugin() throws Exception {
        drop(signed("other"));

        assertThat(framework.refusal("secret.bad")).contains("is signed by CN=Other, who may not sign secret.bad")
            .contains("allowedSigners in etc/lifecycle.cfg.json wants CN=Acme, O=Acme Inc or web");
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        drop(signed("expired"));

        assertThat(framework.refusal("secret.bad")).contains("is signed by CN=Acme, O=Acme Inc")
            .contains("is valid from 202").contains("jarsigner -tsa");
    }

    @Test
    void refusesACertificateThatIsForOtherUses() throws Exception {
        drop(signed("web"));

        assertThat(framework.refusal("secret.bad")).contains("was not issued for signing code").contains("codeSigning");
    }

    @Test
    void refusesARevokedCertificate() throws Exception {
        drop(signed("stolen"));

        assertThat(framework.refusal("secret.bad")).contains("is signed by CN=Acme, O=Acme Inc, and revokedSigners")
            .contains("signed by another");
    }

    @Test
    void letsInWhatATrustedSignerSignedAfterAnother() throws Exception {
        drop(keys.sign(signed("stranger"), "acme"));

        framework.untilAnswer("bad", "1.0.0");
    }

    private static Path built() {
        return folder.resolve("built.jar");
    }

    private static Path signed(String alias) throws Exception {
        return keys.sign(secret("bad").write(built()), alias);
    }

    private static void drop(Path jar) throws Exception {
        Files.move(jar, framework.plugins().resolve("bad.jar"), StandardCopyOption.REPLACE_EXISTING);
    }
}
