package dev.powerstrip.dialect.openai;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes speech: its bytes under the content type they came with, or events, as the client wants it. */
final class SoundWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    private final boolean streamed;
    private final AnswerWriter events;
    private String contentType = "audio/mpeg";

    SoundWriter(AnswerFacts facts) {
        this.streamed = facts.request().streamed();
        this.events = new EventWriter(facts);
    }

    @Override
    public String contentType() {
        return streamed ? events.contentType() : contentType;
    }

    @Override
    public byte[] write(Chunk chunk) {
        boolean sound = chunk.event().startsWith("audio/");
        if (streamed) {
            return sound ? event(chunk) : events.write(chunk);
        }
        if (!sound) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider answered with events where bytes of sound were asked for");
        }
        contentType = chunk.event();
        return chunk.data();
    }

    /** What an upstream says that knows no events. */
    private static byte[] event(Chunk chunk) {
        var event = new JsonObject();
        event.addProperty("type", chunk.terminal() ? "speech.audio.done" : "speech.audio.delta");
        if (!chunk.terminal()) {
            event.addProperty("audio", Base64.getEncoder().encodeToString(chunk.data()));
        }
        return ServerSentEvent.of(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing can be told within sound. */
    @Override
    public byte[] fail(GatewayException error) {
        return streamed ? events.fail(error) : NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return streamed ? events.keepAlive() : NOTHING;
    }
}
