package dev.powerstrip.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void theDefaultsNeedNoFile() {
        var settings = Given.settings("port", 8080);

        assertThat(settings.address()).isEqualTo(new Settings.Address("127.0.0.1", 8080));
        assertThat(settings.maxExchanges()).isEqualTo(2000);
        assertThat(settings.headTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.adminListener()).isEmpty();
        assertThat(settings.keyStore()).isEmpty();
    }

    @Test
    void theCommandLineWinsOverTheFile() {
        var launched = Map.of("powerstrip.host", "0.0.0.0", "powerstrip.port", "9090");

        var settings = Settings.of(Given.config("host", "127.0.0.1", "port", 8080),
            property -> Optional.ofNullable(launched.get(property)), Path.of("etc"));

        assertThat(settings.address()).isEqualTo(new Settings.Address("0.0.0.0", 9090));
        assertThat(settings.address().reachable()).isEqualTo("127.0.0.1");
    }

    @Test
    void anAdminListenerIsHostAndPort() {
        assertThat(Given.settings("adminListener", "[::1]:8081").adminListener())
            .contains(new Settings.Address("::1", 8081));
    }

    @Test
    void aRelativeKeyStoreLiesInEtcAndItsPasswordIsNotPrinted() {
        var settings = Given.settings("tlsKeyStore", "server.p12", "tlsKeyStorePassword", "hush");

        assertThat(settings.keyStore().orElseThrow().file()).isEqualTo(Path.of("etc", "server.p12"));
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({"headTimeout, 10 s, 'headTimeout: \"10 s\" is not a duration above zero such as PT30S'",
        "bodyTimeout, PT0S, 'bodyTimeout: \"PT0S\" is not a duration above zero such as PT30S'",
        "adminListener, 8081, 'adminListener: \"8081\" is not HOST:PORT, such as 127.0.0.1:8081'",
        "adminListener, localhost:x, 'adminListener: \"x\" is not a port number'"})
    void whatIsWrongIsNamed(String key, String value, String message) {
        assertThatThrownBy(() -> Given.settings(key, value)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Given.settings("port", 70_000)).hasMessage("port: 70000 is not between 0 and 65535");
        assertThatThrownBy(() -> Given.settings("maxExchanges", 0)).hasMessageContaining("maxExchanges: 0");
    }

    @Test
    void anAllowedHostIsANameOnly() {
        assertThatThrownBy(() -> Given.settings("allowedHosts", new String[] {"http://a.example:80"}))
            .hasMessageContaining("allowedHosts").hasMessageContaining("without scheme and port");
    }

    @ParameterizedTest
    @CsvSource({"allowedOrigins, app.example, 'allowedOrigins: \"app.example\" is not an origin, such as "
        + "https://app.example; write it without a path'",
        "allowedOrigins, https://app.example/, 'allowedOrigins: \"https://app.example/\" is not an origin, such as "
            + "https://app.example; write it without a path'",
        "bodyLimits, embeddings, 'bodyLimits: \"embeddings\" is not ROUTE=BYTES, such as embeddings=4194304'",
        "bodyLimits, embeddings=4M, 'bodyLimits: \"embeddings=4M\" is not ROUTE=BYTES, such as embeddings=4194304'"})
    void whatIsWrongInAListIsNamed(String key, String value, String message) {
        assertThatThrownBy(() -> Given.settings(key, new String[] {value})).isInstanceOf(
            IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void aPasswordThatCannotBeResolvedIsNamedByItsReference() {
        assertThatThrownBy(() -> Given.settings("tlsKeyStore", "a.p12", "tlsKeyStorePassword", "$[env:NO_SUCH_NAME]"))
            .hasMessageContaining("NO_SUCH_NAME is not set");
        assertThatThrownBy(() -> Given.settings("tlsKeyStore", "a.p12", "tlsKeyStorePassword", "$[secret:X]"))
            .hasMessageContaining("only $[env:NAME]");
    }

    @Test
    void aKeyStoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new Gateway("tlsKeyStore", "nowhere.p12"))
            .hasMessageContaining("nowhere.p12 cannot be read");
    }
}
