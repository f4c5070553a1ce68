package dev.powerstrip.dialect.openai;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Writes pictures, speech and transcripts as events. Sets the cost in the last one; every other byte is as it came. What
 * came whole all the same is told by the last event alone.
 */
final class EventWriter implements AnswerWriter {

    private final AnswerFacts facts;

    EventWriter(AnswerFacts facts) {
        this.facts = facts;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] write(Chunk chunk) {
        if (chunk.whole() || chunk.terminal()) {
            return said(chunk, last(chunk));
        }
        return said(chunk, chunk.data());
    }

    private static byte[] said(Chunk chunk, byte[] data) {
        return chunk.event().isEmpty() ? ServerSentEvent.of(data) : ServerSentEvent.of(chunk.event(), data);
    }

    private byte[] last(Chunk chunk) {
        var json = chunk.json();
        var edit = new JsonEdit(json);
        if (chunk.whole() && chunk.form().equals(Form.OPENAI_IMAGES)) {
            edit.set("type", "image_generation.completed").remove("data");
            json.get("data").items().stream().limit(1).flatMap(picture -> picture.fields().entrySet().stream())
                .forEach(field -> edit.setRaw(json, field.getKey(), field.getValue().toBytes()));
        } else if (chunk.whole()) {
            edit.set("type", "transcript.text.done");
        }
        var usage = json.get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().flatMap(facts::cost).map(JsonNumber::of)
                .ifPresent(cost -> edit.setRaw(usage, "cost", cost));
        }
        return edit.toBytes();
    }

    @Override
    public byte[] fail(GatewayException error) {
        var event = new JsonObject();
        event.addProperty("type", "error");
        event.add("error", ErrorEnvelope.error(error));
        return ServerSentEvent.of(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] keepAlive() {
        return ChatWriter.KEEP_ALIVE;
    }
}
