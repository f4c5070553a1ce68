package dev.powerstrip.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuthorizationTest {

    private static final String US = "https://bedrock-runtime.us-west-2.amazonaws.com/model/x/converse";

    @Test
    void showsAnApiKeyAsItIs() {
        assertThat(shown("", "ABSKabc", US)).containsExactly(Map.entry("Authorization", "Bearer ABSKabc"));
    }

    @Test
    void signsWithAnAccessKeyForTheRegionOfTheAddress() {
        assertThat(shown("", "AKID:secret", US)).doesNotContainKey("X-Amz-Security-Token")
            .hasEntrySatisfying("Authorization",
                value -> assertThat(value).contains("Credential=AKID/").contains("/us-west-2/bedrock/aws4_request"));
    }

    @Test
    void sendsTheTokenOfASession() {
        assertThat(shown("", "AKID:secret:tok/en:==", US)).containsEntry("X-Amz-Security-Token", "tok/en:==");
    }

    @Test
    void signsForTheConfiguredRegionWhateverTheAddress() {
        assertThat(shown("eu-west-3", "AKID:secret", "http://127.0.0.1:9/model/x/converse").get("Authorization"))
            .contains("/eu-west-3/bedrock/");
    }

    @Test
    void saysWhatToDoWhereNoRegionIsKnown() {
        assertThatThrownBy(() -> shown("", "AKID:secret", "http://127.0.0.1:9/model/x/converse"))
            .isInstanceOf(GatewayException.class).hasMessageContaining("region");
    }

    private static Map<String, String> shown(String region, String credential, String uri) {
        var upstream = UpstreamRequest.post(URI.create(uri), new byte[0]);
        new Authorization(region, Clock.systemUTC()).add(Secret.of(credential), URI.create(uri), new byte[0], upstream);
        return upstream.build().secretHeaders().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().use(text -> text)));
    }
}
