package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Samples.head;
import static dev.powerstrip.dialect.responses.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesDialectTest {

    private final ResponsesDialect dialect = new ResponsesDialect();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/api/v1/responses", "/v1/responses/resp_1",
        "/api/v1/responses/resp_1/input_items", "/v1/responses/resp_1/cancel"})
    void acceptsItsRoutes(String path) {
        assertThat(dialect.accepts(head("POST", path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses/", "/responses", "/v1/responses/a/b", "/v1/chat/completions", "/v1/models"})
    void leavesOtherRoutesAlone(String path) {
        assertThat(dialect.accepts(head("POST", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET | /v1/responses | POST", "PUT | /v1/responses/resp_1 | GET, DELETE",
        "POST | /v1/responses/resp_1 | GET, DELETE"})
    void tellsAWrongMethod(String method, String path, String allowed) {
        assertThatThrownBy(() -> dialect.read(head(method, path), new byte[0])).isInstanceOfSatisfying(
            GatewayException.class, error -> {
                var answer = dialect.error(error, "gen-1");
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers().first("Allow")).hasValue(allowed);
            });
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,400,invalid_request_error", "AUTHENTICATION,401,authentication_error",
        "PAYMENT_REQUIRED,402,insufficient_quota", "PERMISSION_DENIED,403,permission_error",
        "NOT_FOUND,404,not_found_error", "PAYLOAD_TOO_LARGE,413,invalid_request_error",
        "PROVIDER_RATE_LIMITED,429,rate_limit_error", "PROVIDER_OVERLOADED,503,server_error",
        "TIMEOUT,504,server_error"})
    void saysErrorsForClientsOfBothKinds(ErrorType type, int status, String word) {
        var answer = dialect.error(new GatewayException(type, "why").retryAfter(Duration.ofSeconds(3)), "gen-1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("Retry-After")).hasValue("3");
        assertThat(text(answer.body())).isEqualTo(
            "{\"error\":{\"code\":%d,\"message\":\"why\",\"type\":\"%s\",\"param\":null,\"metadata\":{\"error_type\":\"%s\"}},"
                .formatted(status, word, type.word()) + "\"error_type\":\"%s\"}".formatted(type.word()));
    }

    @Test
    void tellsNothingOfAFailureOfItsOwn() {
        assertThat(
            text(dialect.error(new GatewayException(ErrorType.SERVER, "NullPointerException in Foo"), "gen-1").body()))
            .contains("\"message\":\"Internal Server Error\"").doesNotContain("Foo");
    }
}
