package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamErrorsTest {

    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "422,INVALID_REQUEST", "413,PAYLOAD_TOO_LARGE", "404,PROVIDER_NOT_FOUND",
        "401,PROVIDER_UNAVAILABLE", "403,PROVIDER_UNAVAILABLE", "402,PROVIDER_UNAVAILABLE", "408,TIMEOUT",
        "504,TIMEOUT",
        "429,PROVIDER_RATE_LIMITED", "500,PROVIDER_UNAVAILABLE", "502,PROVIDER_UNAVAILABLE", "503,PROVIDER_OVERLOADED",
        "529,PROVIDER_OVERLOADED", "301,PROVIDER_UNAVAILABLE"})
    void classesAStatusByWhoseFaultItIs(int status, ErrorType type) {
        var error = read(status, Headers.none(), "{\"error\":{\"message\":\"why\"}}");

        assertThat(error.type()).isEqualTo(type);
        assertThat(error).hasMessageContaining("why");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
        value = {"{\"error\":{\"message\":\"why\"}}", "{\"error\":\"why\"}", "{\"message\":\"why\"}",
            "{\"detail\":\"why\"}", "[{\"error\":{\"message\":\"why\"}}]",
            "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"why\"}}"})
    void readsTheShapesThatProvidersUse(String body) {
        assertThat(read(500, Headers.none(), body)).hasMessage("Provider returned error: why");
    }

    @Test
    void makesDoWithTheStatusWhereTheBodyIsNoJson() {
        assertThat(read(502, Headers.none(), "<html>Bad gateway</html>"))
            .hasMessage("Provider returned error: HTTP status 502");
    }

    @Test
    void knowsAPromptThatIsTooLongByItsWords() {
        assertThat(
            read(400, Headers.none(), "{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}").type())
            .isEqualTo(ErrorType.CONTEXT_LENGTH_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"string_above_max_length,STRING_TOO_LONG", "invalid_prompt,INVALID_PROMPT",
        "content_policy_violation,CONTENT_POLICY_VIOLATION", "content_filter,CONTENT_POLICY_VIOLATION",
        "invalid_image,INVALID_IMAGE", "image_file_too_large,IMAGE_TOO_LARGE", "image_too_small,IMAGE_TOO_SMALL",
        "unsupported_image_media_type,UNSUPPORTED_IMAGE_FORMAT", "image_file_not_found,IMAGE_NOT_FOUND",
        "failed_to_download_image,IMAGE_DOWNLOAD_FAILED", "something_else,INVALID_REQUEST"})
    void knowsWhatIsWrongWithARequestByItsCode(String code, ErrorType type) {
        var body
            = "{\"error\":{\"message\":\"why\",\"type\":\"invalid_request_error\",\"code\":\"%s\"}}".formatted(code);

        assertThat(read(400, Headers.none(), body).type()).isEqualTo(type);
        assertThat(read(500, Headers.none(), body).type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
        assertThat(UpstreamErrors.inBody(JsonView.parse(body.getBytes(StandardCharsets.UTF_8)).get("error")).type())
            .isEqualTo(type);
    }

    @Test
    void knowsThatMoreIsAskedForThanAModelCanGenerate() {
        assertThat(
            read(400, Headers.none(), "{\"error\":{\"message\":\"max_tokens: 100000 > 64000, which is the maximum "
                + "allowed number of output tokens for claude\"}}").type())
            .isEqualTo(ErrorType.MAX_TOKENS_EXCEEDED);
    }

    @Test
    void takesTooManyTokensInAWhileForNoPromptThatIsTooLong() {
        assertThat(UpstreamErrors.typeOf(429, "Too many tokens, please wait before trying again."))
            .isEqualTo(ErrorType.PROVIDER_RATE_LIMITED);
    }

    @Test
    void keepsTheWaitThatIsAskedFor() {
        assertThat(read(429, Headers.of("Retry-After", "7"), "").retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(read(429, Headers.of("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"), "").retryAfter())
            .hasValue(Duration.ZERO);
        assertThat(read(429, Headers.of("Retry-After", "soon"), "").retryAfter()).isEmpty();
        assertThat(read(429, Headers.of("Retry-After", "-5"), "").retryAfter()).hasValue(Duration.ZERO);
    }

    @Test
    void readsTheWaitThatGoogleTellsInTheBody() {
        var error = read(429, Headers.none(), """
            {"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.Help"},
              {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"48.9s"}]}}""");

        assertThat(error.retryAfter()).hasValue(Duration.ofMillis(48_900));
    }

    @Test
    void blamesTheCredentialWhereGoogleRefusesItByStatus400() {
        var error = read(400, Headers.none(), """
            {"error":{"code":400,"message":"API key not valid.","details":[{"reason":"API_KEY_INVALID"}]}}""");

        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
        assertThat(error.metadata().get("provider_code").getAsString()).isEqualTo("401");
    }

    @Test
    void keepsTheProvidersOwnWordsButWhereTheyMayHoldACredential() {
        assertThat(read(400, Headers.none(), "{\"error\":\"why\"}").metadata().get("raw").getAsString())
            .isEqualTo("{\"error\":\"why\"}");
        assertThat(read(401, Headers.none(), "{\"error\":\"bad key sk-a..z\"}").metadata().has("raw")).isFalse();
        assertThat(read(502, Headers.none(), "x".repeat(10_000)).metadata().has("raw")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"type\":\"overloaded_error\"} | PROVIDER_OVERLOADED",
        "{\"code\":\"rate_limit_exceeded\"} | PROVIDER_RATE_LIMITED",
        "{\"type\":\"invalid_request_error\"} | INVALID_REQUEST",
        "{\"code\":503} | PROVIDER_OVERLOADED", "{\"code\":\"odd\"} | PROVIDER_UNAVAILABLE",
        "\"words\" | PROVIDER_UNAVAILABLE"})
    void classesAnErrorInsideABody(String error, ErrorType type) {
        assertThat(UpstreamErrors.inBody(JsonView.parse(error.getBytes(StandardCharsets.UTF_8))).type())
            .isEqualTo(type);
    }

    private static GatewayException read(int status, Headers headers, String body) {
        return UpstreamErrors.read(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
