package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ProviderSwitchTest {

    private static final UpstreamHeader VENDOR
        = new UpstreamHeader("https://api.vendor.test/v1", "VENDOR_API_KEY", "", false, List.of(), false);

    private final ProviderSwitch without = new ProviderSwitch(Map.of("VENDOR_API_KEY", ""));
    private final ProviderSwitch with = new ProviderSwitch(Map.of("VENDOR_API_KEY", "sk-1"));

    @Test
    void theWellKnownVariableSwitchesAProviderOnWithoutAnyFile() throws Exception {
        var file = ConfigFile.absent("provider.vendor");

        assertThat(with.off(jar(VENDOR), file)).isEmpty();
        assertThat(with.info("vendor", jar(VENDOR), file).settings().credentials())
            .containsExactly(new CredentialReference("$[env:VENDOR_API_KEY]"));
        assertThat(without.off(jar(VENDOR), file)).isPresent();
    }

    @Test
    void aFileWithoutACredentialSwitchesItOnOnlyIfItGoesElsewhereOrBringsHeaders() {
        assertThat(without.off(jar(VENDOR), file("apiKey"))).isEmpty();
        assertThat(without.off(jar(VENDOR), file("baseUrl"))).isEmpty();
        assertThat(without.off(jar(VENDOR), file("headers"))).isEmpty();
        assertThat(without.off(jar(VENDOR), file("maxConnections"))).hasValueSatisfying(
            why -> assertThat(why).contains("set VENDOR_API_KEY or write apiKey into etc/provider.vendor.cfg.json"));
    }

    @Test
    void oneThatNeedsNoCredentialIsOn() {
        var local = new UpstreamHeader("http://127.0.0.1:11434", "", "Local", true, List.of(), false);

        assertThat(without.off(jar(local), ConfigFile.absent("provider.vendor"))).isEmpty();
    }

    @Test
    void oneThatNeedsItsFileIsOffUntilThereIsOne() {
        var vendor = new UpstreamHeader(VENDOR.baseUrl(), VENDOR.credential(), "", false, List.of(), true);
        var local = new UpstreamHeader("http://127.0.0.1:11434", "", "Local", true, List.of(), true);
        var absent = ConfigFile.absent("provider.vendor");
        var empty = new ConfigFile("provider.vendor", "etc/provider.vendor.cfg.json", Map.of(), Optional.empty());

        assertThat(with.off(jar(vendor), absent))
            .contains("it waits for its file: write {} into etc/provider.vendor.cfg.json to use VENDOR_API_KEY");
        assertThat(with.off(jar(vendor), empty)).isEmpty();
        assertThat(without.off(jar(vendor), empty)).hasValueSatisfying(why -> assertThat(why).contains("credential"));
        assertThat(without.off(jar(local), absent)).contains(
            "it waits for its file: write {} into etc/provider.vendor.cfg.json to use http://127.0.0.1:11434");
        assertThat(without.off(jar(local), empty)).isEmpty();
    }

    private static ConfigFile file(String key) {
        return new ConfigFile("provider.vendor", "etc/provider.vendor.cfg.json",
            Map.of(key, new ConfigFile.Setting(new JsonPrimitive("x"), 1)), Optional.empty());
    }

    private static PluginJar jar(UpstreamHeader upstream) {
        return new PluginJar(new PluginId(PluginKind.PROVIDER, "vendor"), Version.emptyVersion, "0".repeat(64),
            Path.of("x.jar"), new PluginComponent("x", "x", true, false, List.of()), Optional.of(upstream), "",
            Origin.UNKNOWN);
    }
}
