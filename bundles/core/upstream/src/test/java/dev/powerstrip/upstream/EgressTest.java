package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {

    private final ProviderSettings acme = TestSettings.of("acme", URI.create("http://10.0.0.5:9999/v1"))
        .hosts("sts.acme.com", "*.eu.acme.com").build();

    @ParameterizedTest
    @ValueSource(
        strings = {"http://10.0.0.5:9999/v1/chat", "HTTP://10.0.0.5:9999/elsewhere", "https://sts.acme.com/token",
            "https://STS.acme.com:443/", "https://a.eu.acme.com/x"})
    void letsOutToTheBaseUrlAndOverHttpsToTheHostsOfTheManifest(String url) {
        assertThatCode(() -> new Egress().check(URI.create(url), acme)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"http://10.0.0.5/", "http://10.0.0.5:9998/", "https://10.0.0.5:9999/", "http://10.0.0.6:9999/",
            "https://a.b.eu.acme.com/", "http://sts.acme.com/", "https://sts.acme.com:8443/", "https://acme.com/",
            "https://eu.acme.com/",
            "https://evil-eu.acme.com/", "https://xsts.acme.com/", "https://sts.acme.com.evil.example/",
            "https://me@sts.acme.com/", "https://169.254.169.254/", "ftp://sts.acme.com/"})
    void letsNothingElseOut(String url) {
        assertThatThrownBy(() -> new Egress().check(URI.create(url), acme))
            .isInstanceOfSatisfying(GatewayException.class, refused -> assertThat(
                refused.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE))
            .hasMessageContaining("the provider \"acme\" wants to call")
            .hasMessageContaining("its \"baseUrl\" allows only http://10.0.0.5:9999 and its plugin's manifest "
                + "https://sts.acme.com, https://*.eu.acme.com");
    }
}
