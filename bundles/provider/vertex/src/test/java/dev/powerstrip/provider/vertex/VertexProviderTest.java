package dev.powerstrip.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.Answer;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.testing.TestAttempt;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexProviderTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String HELLO = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final Time time = new Time();
    private final VertexProvider provider = new VertexProvider("", "us-east5", time);
    private final Endpoint gemini = endpoint("google/gemini-3-flash-preview");
    private FakeUpstream upstream;
    private KeyPair keys;

    @BeforeEach
    void start() throws Exception {
        upstream = new FakeUpstream();
        upstream.on("/token",
            Reply.json("{\"access_token\":\"ya29.one\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"));
        upstream.always(Reply.json("""
            {"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"responseId":"r"}"""));
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void signsItselfInAsTheServiceAccount() throws Exception {
        assertThat(ask().text()).isEqualTo("Hi");

        var sent = upstream.take();
        assertThat(sent.header("Content-Type")).hasValue("application/x-www-form-urlencoded");
        assertThat(sent.text())
            .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        var parts = sent.text().substring(sent.text().lastIndexOf('=') + 1).split("\\.");
        assertThat(decoded(parts[0]).get("alg").string()).hasValue("RS256");
        assertThat(decoded(parts[0]).get("kid").string()).hasValue("key-1");
        var claims = decoded(parts[1]);
        assertThat(claims.get("iss").string()).hasValue("robot@lab.iam.gserviceaccount.com");
        assertThat(claims.get("aud").string()).hasValue(upstream.baseUri() + "/token");
        assertThat(claims.get("iat").integer()).hasValue(NOON.getEpochSecond());
        assertThat(claims.get("exp").integer()).hasValue(NOON.getEpochSecond() + 3600);
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        var call = upstream.take();
        assertThat(call.path()).isEqualTo(
            "/v1/projects/lab/locations/us-east5/publishers/google/models/gemini-3-flash-preview:generateContent");
        assertThat(call.header("Authorization")).hasValue("Bearer ya29.one");
    }

    @Test
    void asksForATokenOnceAndAgainShortlyBeforeItEnds() {
        ask();
        ask();
        time.now = NOON.plus(Duration.ofMinutes(57));
        ask();
        assertThat(upstream.requests()).hasSize(4);

        time.now = NOON.plus(Duration.ofMinutes(58));
        ask();

        assertThat(upstream.requests()).hasSize(6);
    }

    @Test
    void blamesTheCredentialThatGoogleRefuses() {
        upstream.close();
        try (var strict = fresh()) {
            upstream = strict;
            strict.always(
                Reply.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"));

            assertThat(ask().failure()).hasValueSatisfying(failure -> {
                assertThat(failure).hasMessageContaining("Invalid JWT Signature.");
                assertThat(((GatewayException) failure).metadata().get("provider_code").getAsString()).isEqualTo("401");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{broken | no JSON", "{\"type\":\"service_account\"} | client_email",
        "{\"client_email\":\"a\",\"token_uri\":\"b\",\"private_key_id\":\"c\",\"private_key\":\"sec-ret\"} | private_key"})
    void refusesWhatIsNoServiceAccountWithoutTellingIt(String content, String named) {
        var answer = Answer.of(provider, request(), TestAttempt.at(gemini).withCredential(content));

        assertThat(answer.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining(named)
            .hasMessageNotContaining("sec-ret").hasNoCause());
    }

    @ParameterizedTest
    @CsvSource({"global,aiplatform.googleapis.com", "us-east5,us-east5-aiplatform.googleapis.com",
        "eu,aiplatform.eu.rep.googleapis.com"})
    void callsTheHostOfItsLocation(String location, String host) {
        var attempt = TestAttempt.at(gemini, URI.create("https://aiplatform.googleapis.com/v1"));

        assertThat(new Place("lab", location).uri(attempt, "", "google/models/m:x").toString())
            .isEqualTo(
                "https://%s/v1/projects/lab/locations/%s/publishers/google/models/m:x".formatted(host, location));
    }

    @Test
    void leavesAnOperatorsOwnAddressAsItIs() {
        var attempt = TestAttempt.at(gemini, URI.create("http://127.0.0.1:9999/v1"));

        assertThat(new Place("lab", "eu").uri(attempt, "", "x").getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void refusesALocationThatIsNone() {
        assertThatThrownBy(() -> new Place("lab", "evil.test/")).hasMessageContaining("location");
    }

    @Test
    void saysWhichProjectIsMissing() {
        var answer = Answer.of(provider, request(), TestAttempt.at(gemini).withCredential("ya29.given"));

        assertThat(answer.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("project"));
    }

    @Test
    void asksClaudeWithItsVersionInTheBodyAndItsModelInThePath() {
        var claude = endpoint("anthropic/claude-sonnet-4.5");

        Answer.of(provider, request(), attempt(claude));

        upstream.take();
        var call = upstream.take();
        assertThat(call.path()).endsWith("/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict");
        assertThat(call.text()).contains("\"anthropic_version\":\"vertex-2023-10-16\"").doesNotContain("\"model\"");
    }

    private Answer ask() {
        return Answer.of(provider, request(), attempt(gemini));
    }

    private TestAttempt attempt(Endpoint endpoint) {
        var file = new JsonObject();
        file.addProperty("type", "service_account");
        file.addProperty("project_id", "lab");
        file.addProperty("private_key_id", "key-1");
        file.addProperty("client_email", "robot@lab.iam.gserviceaccount.com");
        file.addProperty("token_uri", upstream.baseUri() + "/token");
        file.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(
            Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())));
        return TestAttempt.at(endpoint, URI.create(upstream.baseUri() + "/v1")).withCredential(file.toString());
    }

    private static ChatRequest request() {
        return new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(HELLO.getBytes(StandardCharsets.UTF_8)), List.of("m"),
            false, ProviderPreferences.none());
    }

    private static JsonView decoded(String part) {
        return JsonView.parse(Base64.getUrlDecoder().decode(part));
    }

    private static FakeUpstream fresh() {
        try {
            return new FakeUpstream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Endpoint endpoint(String model) {
        return ModelsFile.of(VertexProvider.class, "vertex").endpoint(model);
    }

    private static final class Time extends Clock {

        private Instant now = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
