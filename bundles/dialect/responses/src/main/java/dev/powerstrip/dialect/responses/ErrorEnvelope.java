package dev.powerstrip.dialect.responses;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;

/**
 * Says errors as OpenAI's clients read them, with what OpenRouter's say beside: the HTTP status as {@code code},
 * {@code metadata}, and the word that is the same in every dialect.
 */
final class ErrorEnvelope {

    /** The metadata that OpenRouter tells beside the message: whether and when to try again. */
    private static final String AVAILABILITY = "availability";

    private ErrorEnvelope() {}

    static HttpAnswer answer(GatewayException error) {
        var answer = HttpAnswer.json(error.type().status(), json(error));
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

    private static JsonObject json(GatewayException error) {
        var metadata = new JsonObject();
        metadata.addProperty("error_type", error.type().word());
        if (!isOurs(error)) {
            error.metadata().entrySet().forEach(entry -> metadata.add(entry.getKey(), entry.getValue()));
        }
        var said = new JsonObject();
        said.addProperty("code", error.type().status());
        said.addProperty("message", message(error));
        said.addProperty("type", type(error.type()));
        said.add("param", JsonNull.INSTANCE);
        if (metadata.has(AVAILABILITY)) {
            said.add(AVAILABILITY, metadata.remove(AVAILABILITY));
        }
        said.add("metadata", metadata);
        var json = new JsonObject();
        json.add("error", said);
        json.addProperty("error_type", error.type().word());
        return json;
    }

    /** Of a failure of our own callers are told no more than that. */
    static String message(GatewayException error) {
        return isOurs(error) ? "Internal Server Error" : error.getMessage();
    }

    private static boolean isOurs(GatewayException error) {
        return error.type() == ErrorType.SERVER;
    }

    private static String type(ErrorType type) {
        return switch (type) {
            case AUTHENTICATION -> "authentication_error";
            case PAYMENT_REQUIRED -> "insufficient_quota";
            case PERMISSION_DENIED -> "permission_error";
            case NOT_FOUND, PROVIDER_NOT_FOUND, IMAGE_NOT_FOUND -> "not_found_error";
            case RATE_LIMIT_EXCEEDED, PROVIDER_RATE_LIMITED -> "rate_limit_error";
            case SERVER, UNAVAILABLE, PROVIDER_UNAVAILABLE, PROVIDER_OVERLOADED, TIMEOUT -> "server_error";
            default -> "invalid_request_error";
        };
    }

    /** The word for it in a response that failed. */
    static String code(ErrorType type) {
        return switch (type) {
            case RATE_LIMIT_EXCEEDED, PROVIDER_RATE_LIMITED -> "rate_limit_exceeded";
            case INVALID_REQUEST, UNKNOWN_MODEL, INVALID_PROMPT, MAX_TOKENS_EXCEEDED, STRING_TOO_LONG ->
                "invalid_prompt";
            case INVALID_IMAGE, IMAGE_TOO_LARGE, IMAGE_TOO_SMALL -> type.word();
            case UNSUPPORTED_IMAGE_FORMAT -> "unsupported_image_media_type";
            case IMAGE_NOT_FOUND -> "image_file_not_found";
            case IMAGE_DOWNLOAD_FAILED -> "failed_to_download_image";
            case CONTEXT_LENGTH_EXCEEDED -> "context_length_exceeded";
            case CONTENT_POLICY_VIOLATION -> "image_content_policy_violation";
            default -> "server_error";
        };
    }
}
