package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import java.util.Locale;

/** Says errors in Google's envelope; the word that is the same in every dialect is the reason of their {@code ErrorInfo}. */
final class ErrorEnvelope {

    private static final String DOMAIN = "powerstrip";

    private ErrorEnvelope() {}

    static HttpAnswer answer(GatewayException error, String generationId) {
        var answer = HttpAnswer.json(error.type().status(), json(error, generationId));
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
        said.addProperty("code", error.type().status());
        said.addProperty("message", error.type() == ErrorType.SERVER ? "Internal Server Error" : error.getMessage());
        said.addProperty("status", status(error.type().status()));
        said.add("details", details(error, generationId));
        var json = new JsonObject();
        json.add("error", said);
        return json;
    }

    private static JsonArray details(GatewayException error, String generationId) {
        var details = new JsonArray();
        var info = detail("ErrorInfo", "reason", error.type().word().toUpperCase(Locale.ROOT));
        info.addProperty("domain", DOMAIN);
        var metadata = texts(error);
        if (!metadata.isEmpty()) {
            info.add("metadata", metadata);
        }
        details.add(info);
        details.add(detail("RequestInfo", "requestId", generationId));
        error.retryAfter()
            .ifPresent(wait -> details.add(detail("RetryInfo", "retryDelay", wholeSeconds(wait) + "s")));
        return details;
    }

    /** Google's metadata are texts by name. */
    private static JsonObject texts(GatewayException error) {
        var texts = new JsonObject();
        if (error.type() != ErrorType.SERVER) {
            error.metadata().entrySet().stream().filter(entry -> entry.getValue().isJsonPrimitive())
                .forEach(entry -> texts.addProperty(entry.getKey(), entry.getValue().getAsString()));
        }
        return texts;
    }

    private static JsonObject detail(String type, String name, String value) {
        var detail = new JsonObject();
        detail.addProperty("@type", "type.googleapis.com/google.rpc." + type);
        detail.addProperty(name, value);
        return detail;
    }

    /** Google's word for a status; what went wrong in particular is told by the reason. */
    private static String status(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 402 -> "FAILED_PRECONDITION";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 502, 503 -> "UNAVAILABLE";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
