package dev.powerstrip.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Amazon's own signer is the judge. */
class SigV4Test {

    private static final Instant NOW = Instant.parse("2026-02-28T23:59:59Z");
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    @ParameterizedTest
    @ValueSource(strings = {
        "https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse",
        "https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprofile%2Fx~y/converse-stream",
        "http://127.0.0.1:8443/prefix/model/a%20b%2Bc%2A_.-/converse", "https://example.org"})
    void signsAsAmazonDoes(String uri) {
        assertThat(ours(uri, "", "{\"a\":\"ü\"}")).isEqualTo(theirs(uri, "", "{\"a\":\"ü\"}"));
        assertThat(ours(uri, "session/token==", "")).isEqualTo(theirs(uri, "session/token==", ""));
    }

    @Test
    void signsAnyModelAndBodyAsAmazonDoes() {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var model = random.ints(1 + random.nextInt(20), ' ', 0x17F).mapToObj(Character::toString)
                .reduce("", String::concat);
            var uri = "https://bedrock-runtime.us-west-2.amazonaws.com/model/"
                + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20") + "/converse";

            assertThat(ours(uri, "", model)).as(model).isEqualTo(theirs(uri, "", model));
        }
    }

    @Test
    void showsNoSecret() {
        assertThat(new SigV4.Key(ID, SECRET, "token").toString()).doesNotContain(SECRET, "token");
        assertThat(ours("https://example.org/", "", "{}")).doesNotContain(SECRET);
    }

    private static String ours(String uri, String token, String body) {
        var headers = new SigV4(new SigV4.Key(ID, SECRET, token), "eu-central-1", "bedrock").headers("POST",
            URI.create(uri), "application/json", body.getBytes(StandardCharsets.UTF_8), NOW);
        assertThat(headers.getOrDefault("X-Amz-Security-Token", "")).isEqualTo(token);
        return headers.get("Authorization");
    }

    private static String theirs(String uri, String token, String body) {
        var identity = token.isEmpty() ? AwsCredentialsIdentity.create(ID, SECRET)
            : AwsSessionCredentialsIdentity.create(ID, SECRET, token);
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create(uri))
            .putHeader("Content-Type", "application/json").build();
        var signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(identity).request(request)
            .payload(ContentStreamProvider.fromUtf8String(body))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
        return signed.request().firstMatchingHeader("Authorization").orElseThrow();
    }
}
