package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;

/** Says errors in Anthropic's envelope, with the word that is the same in every dialect beside Anthropic's own. */
final class ErrorEnvelope {

    private ErrorEnvelope() {}

    static HttpAnswer answer(GatewayException error, String generationId) {
        var answer = HttpAnswer.json(error.type().status(), json(error, generationId))
            .with("request-id", generationId);
        var metadata = error.metadata();
        if (error.type() == ErrorType.METHOD_NOT_ALLOWED && metadata.has(RouteTable.ALLOW)) {
            answer = answer.with("Allow", metadata.get(RouteTable.ALLOW).getAsString());
        }
        if (error.retryAfter().isPresent()) {
            answer = answer.with("Retry-After", Long.toString(wholeSeconds(error.retryAfter().get())));
        }
        return answer;
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusSeconds(1).minusNanos(1).getSeconds();
    }

    /** The error; of a failure of our own callers are told no more than that. */
    static JsonObject json(GatewayException error, String generationId) {
        var said = new JsonObject();
        said.addProperty("type", type(error.type()));
        said.addProperty("message", error.type() == ErrorType.SERVER ? "Internal Server Error" : error.getMessage());
        said.addProperty("error_type", error.type().word());
        var json = new JsonObject();
        json.addProperty("type", "error");
        json.add("error", said);
        json.addProperty("request_id", generationId);
        return json;
    }

    private static String type(ErrorType type) {
        return switch (type) {
            case INVALID_REQUEST, UNKNOWN_MODEL, CONTEXT_LENGTH_EXCEEDED, MAX_TOKENS_EXCEEDED, STRING_TOO_LONG,
                INVALID_PROMPT, CONTENT_POLICY_VIOLATION, INVALID_IMAGE, IMAGE_TOO_LARGE, IMAGE_TOO_SMALL,
                UNSUPPORTED_IMAGE_FORMAT, IMAGE_DOWNLOAD_FAILED, METHOD_NOT_ALLOWED,
                UNPROCESSABLE -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case PAYMENT_REQUIRED -> "billing_error";
            case PERMISSION_DENIED -> "permission_error";
            case NOT_FOUND, PROVIDER_NOT_FOUND, IMAGE_NOT_FOUND -> "not_found_error";
            case PAYLOAD_TOO_LARGE -> "request_too_large";
            case RATE_LIMIT_EXCEEDED, PROVIDER_RATE_LIMITED -> "rate_limit_error";
            case PROVIDER_OVERLOADED -> "overloaded_error";
            case REQUEST_TIMEOUT, TIMEOUT -> "timeout_error";
            case SERVER, UNAVAILABLE, PROVIDER_UNAVAILABLE -> "api_error";
        };
    }
}
