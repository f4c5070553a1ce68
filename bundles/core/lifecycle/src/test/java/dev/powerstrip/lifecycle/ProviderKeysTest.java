package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderKeysTest {

    private static final UpstreamHeader VENDOR = new UpstreamHeader("https://api.vendor.test/v1", "VENDOR_API_KEY",
        "Vendor", false, List.of("sts.vendor.test"), false);
    private static final List<CredentialReference> ENVIRONMENT
        = List.of(new CredentialReference("$[env:VENDOR_API_KEY]"));

    @Test
    void anEmptyFileLeavesWhatThePluginSays() throws Exception {
        var settings = settings("{}");

        assertThat(settings.id()).isEqualTo("vendor");
        assertThat(settings.name()).isEqualTo("Vendor");
        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.vendor.test/v1"));
        assertThat(settings.credentials()).isEqualTo(ENVIRONMENT);
        assertThat(settings.models()).isEmpty();
        assertThat(settings.allowUnlisted()).isFalse();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.firstByteTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.proxy()).isEmpty();
    }

    @Test
    void everyKeyIsTaken() throws Exception {
        var settings = settings("""
            {"apiKey": ["sk-1", "$[env:SECOND]"], "baseUrl": "http://127.0.0.1:9999/v1/", "models": ["a", "b"],
             "allowUnlisted": true, "connectTimeout": "PT1S", "firstByteTimeout": "PT2S", "firstTokenTimeout": "PT3S",
             "idleTimeout": "PT4S", "maxConnections": 7, "proxy": "http://outbound.test:3128",
             "headers": ["X-Team: blue", "X-Empty:"], "trustStore": "ca.pem", "clientCertificate": "client.p12"}
            """);

        assertThat(settings.credentials()).containsExactly(new CredentialReference("sk-1"),
            new CredentialReference("$[env:SECOND]"));
        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9999/v1"));
        assertThat(settings.models()).containsExactly("a", "b");
        assertThat(settings.allowUnlisted()).isTrue();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.firstByteTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.firstTokenTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.maxConnections()).isEqualTo(7);
        assertThat(settings.proxy()).hasValue(URI.create("http://outbound.test:3128"));
        assertThat(settings.headers().first("x-team")).hasValue("blue");
        assertThat(settings.headers().first("X-Empty")).hasValue("");
        assertThat(settings.trustStore()).hasValue("ca.pem");
        assertThat(settings.clientCertificate()).hasValue("client.p12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"apiKey\": \"\"", "\"apiKey\": []", "\"apiKey\": 7", "\"apiKey\": [7]",
        "\"baseUrl\": \"ftp://host\"", "\"baseUrl\": \"http://host?a=b\"", "\"baseUrl\": \"http:// host\"",
        "\"models\": \"a\"", "\"allowUnlisted\": \"yes\"", "\"connectTimeout\": \"5s\"", "\"idleTimeout\": \"PT-1S\"",
        "\"maxConnections\": 0", "\"maxConnections\": 1.5", "\"maxConnections\": \"7\"", "\"headers\": [\"nocolon\"]",
        "\"headers\": [\"a: b\\r\\nc: d\"]", "\"proxy\": \"proxy:3128\""})
    void whatDoesNotFitIsRefusedByFileLineAndKey(String line) {
        var key = line.substring(1, line.indexOf('"', 1));

        assertThatThrownBy(() -> settings("{" + line + "}")).isInstanceOf(BadConfigurationException.class)
            .hasMessageStartingWith("etc/provider.vendor.cfg.json, line 1: %s has to be ".formatted(key));
    }

    private static ProviderSettings settings(String json) throws BadConfigurationException {
        var settings = new LinkedHashMap<String, ConfigFile.Setting>();
        JsonParser.parseString(json).getAsJsonObject().asMap()
            .forEach((key, value) -> settings.put(key, new ConfigFile.Setting(value, 1)));
        var file = new ConfigFile("provider.vendor", "etc/provider.vendor.cfg.json", settings, Optional.empty());
        return new ProviderKeys(file).settings("vendor", VENDOR, ENVIRONMENT);
    }
}
