package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** Taps speech: bytes of sound, which end with the answer's body, or events with sound in them. */
final class SpeechReader implements AnswerReader {

    private final AnswerReader events = new EventReader(Form.OPENAI_SPEECH, "speech.audio.done",
        (frame, chunks) -> refuse(frame));
    private boolean heard;

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (!frame.sound()) {
            events.read(frame, chunks);
            return;
        }
        var chunk = Chunk.piece(Form.OPENAI_SPEECH, frame.event(), frame.data());
        if (frame.data().length > 0) {
            heard = true;
            chunks.accept(chunk.content(() -> "").build());
        } else if (heard) {
            chunks.accept(chunk.terminal().build());
        } else {
            throw nonsense("there is no sound in it");
        }
    }

    /** An answer that says it is no sound is none; it may be an error. */
    private static void refuse(Frame frame) {
        try {
            var error = JsonView.parse(frame.data()).get("error");
            if (error.hasValue()) {
                throw UpstreamErrors.inBody(error);
            }
        } catch (MalformedJsonException notJson) {
            throw nonsense("its Content-Type is none of sound");
        }
        throw nonsense("it is JSON");
    }

    private static GatewayException nonsense(String problem) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider's answer is no speech: " + problem);
    }
}
