package dev.powerstrip.dialect.responses;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.GatewayException;

/** Says in a stream that the answer failed. */
final class Failures {

    private Failures() {}

    /** The {@code error} event, where no response has begun that could be told as failed. */
    static byte[] event(Events events, GatewayException error) {
        var event = events.event("error");
        error(error).entrySet().forEach(field -> event.add(field.getKey(), field.getValue()));
        event.add("param", JsonNull.INSTANCE);
        event.addProperty("error_type", error.type().word());
        events.say(event);
        return events.take();
    }

    /** What a failed response says of it. */
    static JsonObject error(GatewayException error) {
        var said = new JsonObject();
        said.addProperty("code", ErrorEnvelope.code(error.type()));
        said.addProperty("message", ErrorEnvelope.message(error));
        return said;
    }
}
