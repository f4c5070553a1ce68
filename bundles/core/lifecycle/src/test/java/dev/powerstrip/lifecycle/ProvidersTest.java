package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.PluginBuilder.provider;
import static dev.powerstrip.lifecycle.PluginBuilder.secret;
import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

class ProvidersTest {

    private static final String VENDOR
        = "baseUrl = \"https://api.vendor.test/v1\", credential = \"NO_SUCH_KEY\", name = \"Vendor\"";

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    @BeforeEach
    void prepare() throws IOException {
        framework = new TestFramework(folder);
    }

    @Test
    void oneThatNeedsNothingIsOnAndTellsItsModels() throws Exception {
        provider("echo").models("{\"models\":[]}").write(framework.plugins().resolve("echo.jar"));
        framework.start();

        eventually(() -> info("echo").isPresent());

        assertThat(info("echo").orElseThrow().models()).isEqualTo("{\"models\":[]}");
        try (var lease = framework.pluginsService().provider("echo").orElseThrow()) {
            assertThat(lease.settings().credentials()).isEmpty();
            assertThat(lease.revision().name()).isEqualTo("echo");
        }
    }

    @Test
    void oneWithoutItsCredentialIsOffAndSaysWhatToDo() throws Exception {
        provider("vendor").upstream(VENDOR).write(framework.plugins().resolve("vendor.jar"));
        framework.start();

        eventually(() -> framework.off("provider.vendor")
            .equals("no credential: set NO_SUCH_KEY or write apiKey into etc/provider.vendor.cfg.json"));
        assertThat(framework.bundles()).isEmpty();
        assertThat(framework.pluginsService().providers()).isEmpty();
    }

    @Test
    void oneSaysInItsManifestWhichHostsItCallsBesides() throws Exception {
        provider("vendor").upstream("baseUrl = \"https://api.vendor.test/v1\", "
            + "hosts = {\"sts.vendor.test\", \"*.eu.vendor.test\"}").write(framework.plugins().resolve("vendor.jar"));
        provider("lost").upstream("baseUrl = \"https://api.vendor.test/v1\", hosts = \"https://sts.vendor.test\"")
            .write(framework.plugins().resolve("lost.jar"));
        framework.start();

        eventually(() -> info("vendor").isPresent());

        assertThat(info("vendor").orElseThrow().settings().hosts()).containsExactly("sts.vendor.test",
            "*.eu.vendor.test");
        assertThat(framework.refusal("provider.lost")).contains("names the host \"https://sts.vendor.test\"");
    }

    @Test
    void oneIsSwitchedOnByItsFileAndOffAgainWithoutIt() throws Exception {
        provider("vendor").upstream(VENDOR).write(framework.plugins().resolve("vendor.jar"));
        framework.start();
        long before = framework.pluginsService().changes();

        framework.etc("provider.vendor", "{\"apiKey\": \"$[secret:vendor]\"} // from the vault");
        eventually(() -> info("vendor").isPresent());

        var settings = info("vendor").map(ProviderInfo::settings).orElseThrow();
        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.vendor.test/v1"));
        assertThat(settings.name()).isEqualTo("Vendor");
        assertThat(settings.credentials()).containsExactly(new CredentialReference("$[secret:vendor]"));
        assertThat(framework.pluginsService().changes()).isGreaterThan(before);
        Files.delete(framework.home().resolve("etc/provider.vendor.cfg.json"));
        eventually(() -> framework.pluginsService().providers().isEmpty() && framework.bundles().isEmpty());
    }

    @Test
    void theCoresKeysReachNeitherThePluginNorItsServiceProperties() throws Exception {
        provider("echo").config("int pace() default 1;", "String.valueOf(config.pace())")
            .write(framework.plugins().resolve("echo.jar"));
        framework.etc("provider.echo", "{\"apiKey\": \"sk-hidden\", \"pace\": 5}");
        framework.start();

        eventually(() -> info("echo").isPresent());

        var services = framework.framework().getBundleContext().getAllServiceReferences(null,
            "(objectClass=dev.powerstrip.sdk.provider.ChatProvider)");
        assertThat(services).hasSize(1);
        assertThat(services[0].getProperty("pace")).isEqualTo(5);
        assertThat(properties(services[0])).doesNotContain("apiKey").contains("powerstrip.home");
    }

    @Test
    void instancesOfAnEngineNeedAnAddressOfTheirOwn() throws Exception {
        provider("compatible").upstream("allowUnlisted = true").write(framework.plugins().resolve("compatible.jar"));
        framework.etc("provider.compatible~local", "{\"baseUrl\": \"http://127.0.0.1:9999/v1/\", \"models\": [\"*\"]}");
        framework.start();

        eventually(() -> info("local").isPresent());

        var settings = info("local").map(ProviderInfo::settings).orElseThrow();
        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9999/v1"));
        assertThat(settings.allowUnlisted()).isTrue();
        assertThat(settings.models()).containsExactly("*");
        eventually(() -> framework.off("provider.compatible").contains("no address: write baseUrl"));
    }

    @Test
    void aSecondClaimToAnIdIsRefusedByName() throws Exception {
        provider("vendor").write(framework.plugins().resolve("vendor.jar"));
        provider("compatible").upstream("").write(framework.plugins().resolve("compatible.jar"));
        framework.etc("provider.compatible~vendor", "{\"baseUrl\": \"http://127.0.0.1:9999/v1\"}");
        framework.start();

        assertThat(framework.refusal("provider.compatible~vendor"))
            .contains("the provider id vendor is taken by provider.vendor");
        assertThat(framework.pluginsService().providers()).extracting(info -> info.settings().id())
            .containsExactly("vendor");
    }

    @Test
    void aWrongKeyIsRefusedByLineAndFieldAndTheOldSettingsStay() throws Exception {
        provider("echo").write(framework.plugins().resolve("echo.jar"));
        framework.start();
        eventually(() -> info("echo").isPresent());

        framework.etc("provider.echo", "{\n\"idleTimeout\": \"5 minutes\"\n}");

        assertThat(framework.refusal("provider.echo"))
            .isEqualTo("etc/provider.echo.cfg.json, line 2: idleTimeout has to "
                + "be an ISO-8601 duration such as \"PT2M\"; it is \"5 minutes\"");
        assertThat(info("echo")).isPresent();
    }

    @Test
    void referencesAreResolvedByTheSecretPlugins() throws Exception {
        secret("env").answer("key.equals(\"KNOWN\") ? \"sk-1\" : \"\"").write(framework.plugins().resolve("env.jar"));
        framework.start();
        eventually(() -> framework.answer("env").isPresent());

        assertThat(framework.secrets().resolve(new CredentialReference("$[env:KNOWN]")).<String>use(value -> value))
            .isEqualTo("sk-1");
    }

    private Optional<ProviderInfo> info(String id) {
        return framework.pluginsService().providers().stream().filter(info -> info.settings().id().equals(id))
            .findFirst();
    }

    private static List<String> properties(ServiceReference<?> service) {
        return Arrays.asList(service.getPropertyKeys());
    }
}
