package dev.powerstrip.dialect.openai;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;

/** Says errors in OpenRouter's envelope: {@code {"error":{"code":..,"message":..,"metadata":{..}}}}. */
final class ErrorEnvelope {

    /** The metadata that OpenRouter tells beside the message: whether and when to try again. */
    private static final String AVAILABILITY = "availability";

    private ErrorEnvelope() {}

    static HttpAnswer answer(GatewayException error) {
        var envelope = new JsonObject();
        envelope.add("error", error(error));
        var answer = HttpAnswer.json(error.type().status(), envelope);
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

    /** The error itself; of a failure of our own callers are told no more than that. */
    static JsonObject error(GatewayException error) {
        boolean ours = error.type() == ErrorType.SERVER;
        var metadata = new JsonObject();
        metadata.addProperty("error_type", error.type().word());
        if (!ours) {
            error.metadata().entrySet().forEach(entry -> metadata.add(entry.getKey(), entry.getValue()));
        }
        var json = new JsonObject();
        json.addProperty("code", error.type().status());
        json.addProperty("message", ours ? "Internal Server Error" : error.getMessage());
        if (metadata.has(AVAILABILITY)) {
            json.add(AVAILABILITY, metadata.remove(AVAILABILITY));
        }
        json.add("metadata", metadata);
        return json;
    }
}
