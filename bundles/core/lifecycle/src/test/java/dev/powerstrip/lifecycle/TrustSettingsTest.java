package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.PluginKind;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustSettingsTest {

    @TempDir
    private static Path folder;
    private static SigningKeys keys;
    private static String store;

    private final Map<String, Object> settings = new HashMap<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = SigningKeys.in(folder);
        store = keys.trustStore("ca", "other").toString();
    }

    @Test
    void trustsEverybodyWhereNothingIsSaid() {
        assertThat(trust()).isEqualTo(Trust.ANY);
    }

    @Test
    void equalSettingsAreTheSameTrust() {
        settings.putAll(Map.of("trust", "signed", "trustStore", store, "allowedSigners",
            new String[] {"provider.*: CN=Acme, O=Acme Inc", "sink.*: other"}));

        assertThat(trust()).isInstanceOf(TrustedSigners.class).isEqualTo(trust());
    }

    @Test
    void findsARelativeTrustStoreInEtc() {
        settings.putAll(Map.of("trust", "signed", "trustStore", Path.of(store).getFileName().toString()));

        assertThat(trust()).isInstanceOf(TrustedSigners.class);
    }

    @Test
    void takesDigestsAndSerialsAsToolsWriteThem() {
        settings.putAll(Map.of("trust", "allowlist", "allowedDigests",
            new String[] {"SHA256:" + "AB:".repeat(31) + "AB", "0".repeat(64)}));
        assertThat(trust()).isEqualTo(new TrustedDigests(Set.of("ab".repeat(32), "0".repeat(64))));

        settings.clear();
        settings.putAll(Map.of("trust", "signed", "trustStore", store, "revokedSigners", new String[] {"00:5F:3A"}));
        assertThat(((TrustedSigners) trust()).check().revoked()).containsExactly("5f3a");
    }

    @Test
    void refusesWhatCannotBeCarriedOut() {
        assertRefused(Map.of("trust", "signed"), "trust: signed needs trustStore");
        assertRefused(Map.of("trust", "signed", "trustStore", "none.p12"), "none.p12, which is no file");
        assertRefused(Map.of("trust", "signed", "trustStore", keys.file().toString()), "holds no trusted certificate");
        assertRefused(Map.of("trust", "signed", "trustStore", store, "trustStorePassword", "guess"),
            "trustStorePassword has to be a reference to the environment, $[env:NAME]");
        assertRefused(Map.of("trust", "signed", "trustStore", store, "trustStorePassword", "$[env:NONE]"),
            "the environment variable NONE is not set");
        assertRefused(Map.of("trust", "signed", "trustStore", store, "trustStorePassword", "$[env:WRONG]"),
            "cannot be read as PKCS#12 or JKS with trustStorePassword");
        assertRefused(signers("CN=Acme"), "\"CN=Acme\" has to be \"PLUGIN: SIGNER\"");
        assertRefused(signers("provider.*: nobody"), "neither a name such as CN=Acme nor an alias of the trust store: "
            + "ca, other");
        assertRefused(signers("provider.*: Acme=X"), "is no name of a certificate");
        assertRefused(Map.of("trust", "allowlist", "allowedDigests", new String[] {"abc"}),
            "allowedDigests: \"abc\" has to be a SHA-256 of 64 hexadecimal digits");
        assertRefused(Map.of("trust", "signed", "trustStore", store, "revokedSigners", new String[] {"CN=Acme"}),
            "revokedSigners: \"CN=Acme\" has to be a certificate's serial number or SHA-256");
    }

    @Test
    void refusesWhatWouldBeAcceptedAndThenIgnored() {
        assertRefused(Map.of("allowedDigests", new String[] {"0".repeat(64)}),
            "with trust: any nothing comes of allowedDigests");
        assertRefused(Map.of("trust", "allowlist", "trustStore", store, "revokedSigners", new String[] {"1"}),
            "with trust: allowlist nothing comes of trustStore, revokedSigners");
    }

    @Test
    void aRuleIsAboutThePluginsThatItsPatternFits() {
        var rule = SignerRule.of("provider.open*: CN=Acme", Map.of());

        assertThat(rule.isAbout(new PluginId(PluginKind.PROVIDER, "openai"))).isTrue();
        assertThat(rule.isAbout(new PluginId(PluginKind.PROVIDER, "open"))).isTrue();
        assertThat(rule.isAbout(new PluginId(PluginKind.PROVIDER, "other"))).isFalse();
        assertThat(rule.isAbout(new PluginId(PluginKind.SINK, "openai"))).isFalse();
    }

    private static Map<String, Object> signers(String rule) {
        return Map.of("trust", "signed", "trustStore", store, "allowedSigners", new String[] {rule});
    }

    private void assertRefused(Map<String, Object> set, String problem) {
        settings.clear();
        settings.putAll(set);
        assertThat(trust()).isInstanceOfSatisfying(Trust.Nobody.class,
            nobody -> assertThat(nobody.problem()).startsWith("etc/lifecycle.cfg.json: ").contains(problem));
    }

    private Trust trust() {
        return new TrustSettings(config(settings), folder, Map.of("WRONG", "wrong"), Clock.systemUTC()).trust();
    }

    /** What the operator wrote, and the defaults. */
    private static LifecycleConfig config(Map<String, Object> settings) {
        return (LifecycleConfig) Proxy.newProxyInstance(LifecycleConfig.class.getClassLoader(),
            new Class<?>[] {LifecycleConfig.class},
            (proxy, key, none) -> settings.getOrDefault(key.getName(), key.getDefaultValue()));
    }
}
