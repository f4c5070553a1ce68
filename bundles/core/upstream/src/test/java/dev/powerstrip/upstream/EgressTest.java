package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {

    private final Egress egress = new Egress();

    @ParameterizedTest
    @ValueSource(strings = {"https://api.vendor.test/v1/chat", "https://auth.vendor.test/token",
        "https://eu-west1-api.vendor.test/", "https://EU-api.vendor.test:443/"})
    void letsAProviderCallItsAddressAndTheHostsOfItsManifest(String uri) {
        assertThatCode(() -> check(uri)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.test/", "http://auth.vendor.test/token", "https://auth.vendor.test:444/",
        "https://-api.vendor.test.evil.test/", "https://a.b-api.vendor.test/", "https://authXvendor.test/",
        "https://me@auth.vendor.test/", "http://127.0.0.1/"})
    void refusesAnyOther(String uri) {
        assertThatThrownBy(() -> check(uri)).isInstanceOf(GatewayException.class).hasMessageContaining("baseUrl");
    }

    private void check(String uri) {
        egress.check(URI.create(uri), TestSettings.of("vendor", URI.create("https://api.vendor.test/v1"))
            .calling("auth.vendor.test", "*-api.vendor.test").build());
    }
}
