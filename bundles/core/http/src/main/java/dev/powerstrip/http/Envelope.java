package dev.powerstrip.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.Locale;

/**
 * Says an error as the API at that path does: Anthropic's way on {@code messages}, Google's on Gemini's paths, else
 * OpenRouter's.
 */
final class Envelope {

    private Envelope() {}

    static HttpAnswer of(String path, ErrorType type, String message) {
        return of(path, new GatewayException(type, message));
    }

    static HttpAnswer of(String path, GatewayException error) {
        var type = error.type();
        var message = type == ErrorType.SERVER ? "the gateway failed; its log says why" : error.getMessage();
        var answer = of(path, type.status(), type.word(), message, error.metadata());
        return error.retryAfter()
            .map(wait -> answer.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
            .orElse(answer);
    }

    static HttpAnswer of(String path, int status, String word, String message) {
        return of(path, status, word, message, new JsonObject());
    }

    private static HttpAnswer of(String path, int status, String word, String message, JsonObject metadata) {
        if (RequestHead.isOfGoogle(path)) {
            return HttpAnswer.json(status, google(status, word, message));
        }
        return HttpAnswer.json(status,
            path.matches("(/api)?/v1/messages(/.*)?") ? anthropic(status, word, message)
                : openRouter(status, word, message, metadata));
    }

    private static JsonObject openRouter(int status, String word, String message, JsonObject metadata) {
        metadata.addProperty("error_type", word);
        var error = new JsonObject();
        error.addProperty("code", status);
        error.addProperty("message", message);
        error.add("metadata", metadata);
        var body = new JsonObject();
        body.add("error", error);
        return body;
    }

    private static JsonObject anthropic(int status, String word, String message) {
        var error = new JsonObject();
        error.addProperty("type", anthropicType(status));
        error.addProperty("message", message);
        error.addProperty("error_type", word);
        var body = new JsonObject();
        body.addProperty("type", "error");
        body.add("error", error);
        body.add("request_id", JsonNull.INSTANCE);
        return body;
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private static JsonObject google(int status, String word, String message) {
        var reason = new JsonObject();
        reason.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        reason.addProperty("reason", word.toUpperCase(Locale.ROOT));
        reason.addProperty("domain", "powerstrip");
        var details = new JsonArray();
        details.add(reason);
        var error = new JsonObject();
        error.addProperty("code", status);
        error.addProperty("message", message);
        error.addProperty("status", googleStatus(status));
        error.add("details", details);
        var body = new JsonObject();
        body.add("error", error);
        return body;
    }

    private static String googleStatus(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
