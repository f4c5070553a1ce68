package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.head;
import static dev.powerstrip.dialect.anthropic.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicDialectTest {

    private static final Principal PRINCIPAL = new Principal("hash", "label", Principal.Role.INFERENCE);

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void acceptsItsRoutes() {
        assertThat(dialect.accepts(head("POST", "/v1/messages"))).isTrue();
        assertThat(dialect.accepts(head("POST", "/api/v1/messages"))).isTrue();
        assertThat(dialect.accepts(head("POST", "/v1/messages/count_tokens"))).isTrue();
        assertThat(dialect.accepts(head("GET", "/v1/models", "Anthropic-Version", "2023-06-01"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/v1/models", "/v1/messages/", "/messages", "/v1/messages/count_tokens/", "/v1/messages/batches",
            "/v1/chat/completions"})
    void leavesOtherRoutesAlone(String path) {
        assertThat(dialect.accepts(head("POST", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/messages,POST", "GET,/v1/messages/count_tokens,POST", "POST,/v1/models,GET"})
    void tellsAWrongMethod(String method, String path, String allowed) {
        var head = head(method, path, "anthropic-version", "2023-06-01");

        assertThatThrownBy(() -> dialect.read(head, new byte[0])).isInstanceOfSatisfying(GatewayException.class,
            error -> {
                var answer = dialect.error(error, "gen-1");
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers().first("Allow")).hasValue(allowed);
            });
    }

    @Test
    void readsARequestToCountWithoutWhatBelongsToAnAnswer() {
        var body = "{\"model\":\"m\", \"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"x\":1.0}";

        var request = dialect.read(head("POST", "/v1/messages/count_tokens"), Samples.bytes(body));

        assertThat(request).isInstanceOf(CountRequest.class);
        assertThat(request.form()).isEqualTo(Form.ANTHROPIC_MESSAGES);
        assertThat(request.models()).containsExactly("m");
        assertThat(text(request.body().toBytes())).isEqualTo(body);
        assertThat(dialect.canonical(request)).isSameAs(request);
        assertThatThrownBy(
            () -> dialect.read(head("POST", "/v1/messages/count_tokens"), Samples.bytes("{\"model\":\"m\"}")))
            .hasMessage("messages is required");
    }

    @Test
    void handsACountOnAsItIs() {
        var request = dialect.read(head("POST", "/v1/messages/count_tokens"),
            Samples.bytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"));
        var writer = dialect.writer(
            new AnswerFacts("gen-1", Instant.EPOCH, request, Samples.PRICED, Form.ANTHROPIC_MESSAGES));

        assertThat(writer.contentType()).isEqualTo("application/json");
        assertThat(text(writer.write(Chunk.whole(Form.TOKEN_COUNT, Samples.bytes("{\"input_tokens\": 14}")).build())))
            .isEqualTo("{\"input_tokens\": 14}");
        assertThat(writer.keepAlive()).isEmpty();
        assertThat(writer.fail(new GatewayException(ErrorType.TIMEOUT, "late"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,400,invalid_request_error", "AUTHENTICATION,401,authentication_error",
        "PAYMENT_REQUIRED,402,billing_error", "PERMISSION_DENIED,403,permission_error", "NOT_FOUND,404,not_found_error",
        "PAYLOAD_TOO_LARGE,413,request_too_large", "PROVIDER_RATE_LIMITED,429,rate_limit_error",
        "PROVIDER_OVERLOADED,503,overloaded_error", "TIMEOUT,504,timeout_error", "PROVIDER_UNAVAILABLE,502,api_error"})
    void saysErrorsInAnthropicsEnvelope(ErrorType type, int status, String word) {
        var answer = dialect.error(new GatewayException(type, "why").retryAfter(Duration.ofSeconds(3)), "gen-1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("Retry-After")).hasValue("3");
        assertThat(text(answer.body())).isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"why\","
            .formatted(word) + "\"error_type\":\"%s\"},\"request_id\":\"gen-1\"}".formatted(type.word()));
    }

    @Test
    void tellsNothingOfAFailureOfItsOwn() {
        assertThat(
            text(dialect.error(new GatewayException(ErrorType.SERVER, "NullPointerException in Foo"), "gen-1").body()))
            .contains("\"message\":\"Internal Server Error\"").doesNotContain("Foo");
    }

    @Test
    void listsModelsInAnthropicsShape() {
        var models = new LinkedHashMap<String, List<Endpoint>>();
        models.put(Samples.PRICED.model(), List.of(Samples.PRICED));
        models.put(Samples.UNPRICED.model(), List.of(Samples.UNPRICED));

        var answer = dialect.lookup(head("GET", "/v1/models", "anthropic-version", "2023-06-01"), PRINCIPAL,
            directory(models));

        assertThat(text(answer.body()))
            .isEqualTo("{\"data\":[{\"type\":\"model\",\"id\":\"anthropic/claude-sonnet-4.5\","
                + "\"display_name\":\"Claude Sonnet 4.5\",\"created_at\":\"2025-09-29T00:00:00Z\"},{\"type\":\"model\","
                + "\"id\":\"local/llama\",\"display_name\":\"local/llama\",\"created_at\":\"1970-01-01T00:00:00Z\"}],"
                + "\"has_more\":false,\"first_id\":\"anthropic/claude-sonnet-4.5\",\"last_id\":\"local/llama\"}");
    }

    private static Directory directory(Map<String, List<Endpoint>> models) {
        return new Directory() {

            @Override
            public Map<String, List<Endpoint>> models() {
                return models;
            }

            @Override
            public Optional<CallRecord> generation(String id, Principal principal) {
                return Optional.empty();
            }

            @Override
            public KeyUsage usage(Principal principal) {
                throw new AssertionError("nobody asks");
            }
        };
    }
}
