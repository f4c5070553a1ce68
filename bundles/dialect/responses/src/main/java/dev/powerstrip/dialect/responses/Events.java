package dev.powerstrip.dialect.responses;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.ServerSentEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers a stream's events and makes bytes of them; where the answer comes whole it says nothing. */
final class Events {

    private final boolean streamed;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long next;

    /** @param next the number of the first event */
    Events(boolean streamed, long next) {
        this.streamed = streamed;
        this.next = next;
    }

    /** An event with its number, to be said before the next one is made. */
    JsonObject event(String type) {
        var event = Typed.of(type);
        event.addProperty("sequence_number", next++);
        return event;
    }

    void say(JsonObject event) {
        if (streamed) {
            out.writeBytes(ServerSentEvent.of(event.get("type").getAsString(),
                event.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The bytes of what was said since this was asked last. */
    byte[] take() {
        var bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
