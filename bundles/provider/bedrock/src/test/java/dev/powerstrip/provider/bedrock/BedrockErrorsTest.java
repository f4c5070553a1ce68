package dev.powerstrip.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockErrorsTest {

    @ParameterizedTest
    @CsvSource({"ValidationException:http://internal.amazon.com/, 400, Malformed input, INVALID_REQUEST",
        "ValidationException, 400, Input is too long for requested model, CONTEXT_LENGTH_EXCEEDED",
        "ValidationException, 400, The provided model identifier is invalid., PROVIDER_NOT_FOUND",
        "ServiceQuotaExceededException, 400, Too many, PROVIDER_RATE_LIMITED",
        "ExpiredTokenException, 400, expired, PROVIDER_UNAVAILABLE",
        "ModelTimeoutException, 408, slow, TIMEOUT", "ModelErrorException, 424, broken, PROVIDER_UNAVAILABLE",
        "com.amazon.coral.service#ThrottlingException, 500, slow down, PROVIDER_RATE_LIMITED"})
    void judgesByTheKindOfAnError(String kind, int status, String message, ErrorType type) {
        var body = bytes("{\"Message\":\"%s\"}".formatted(message));

        var error = BedrockErrors.refusal(status, Headers.of("x-amzn-ErrorType", kind), body);

        assertThat(error.type()).isEqualTo(type);
        assertThat(error.getMessage()).contains(message);
    }

    @Test
    void readsAnErrorThatIsAPage() {
        assertThat(BedrockErrors.refusal(503, Headers.none(), bytes("<html>")).type())
            .isEqualTo(ErrorType.PROVIDER_OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource({"throttlingException, PROVIDER_RATE_LIMITED", "serviceUnavailableException, PROVIDER_OVERLOADED",
        "internalServerException, PROVIDER_UNAVAILABLE", "validationException, INVALID_REQUEST",
        "modelStreamErrorException, PROVIDER_UNAVAILABLE", "InternalFailure, PROVIDER_UNAVAILABLE"})
    void judgesAnExceptionWithinAStream(String kind, ErrorType type) {
        assertThat(BedrockErrors.inStream(kind, JsonView.parse(bytes("{\"message\":\"no\"}"))).type()).isEqualTo(type);
        assertThat(BedrockErrors.inStream(kind, JsonView.parse(bytes("{}"))).getMessage()).contains(kind);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
