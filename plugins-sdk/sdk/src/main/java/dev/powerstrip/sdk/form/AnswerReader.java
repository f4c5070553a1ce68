package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one upstream answer, frame by frame. One instance per attempt, called by one thread; a pure translation that does
 * no I/O and waits for nothing.
 *
 * <p>An answer is complete only when a {@link Chunk#terminal() terminal} chunk was handed on; a reader hands one on only
 * when it saw its form's terminal event.
 */
@ConsumerType
public interface AnswerReader {

    /**
     * Reads the next frame and hands on the chunks it completes, often none.
     *
     * @throws GatewayException if the frame tells of an error, or cannot be understood
     */
    void read(Frame frame, Consumer<Chunk> chunks);

    /** Says what an answer with a status of 300 or more means; most providers' shapes are read by the default. */
    default GatewayException refused(int status, Headers headers, byte[] body) {
        return UpstreamErrors.read(status, headers, body);
    }

    /**
     * The reader of a form itself: hands every frame on as it came, with what it saw in it. This is what a pass-through
     * uses.
     *
     * @throws IllegalArgumentException if the SDK has no reader for that form
     */
    static AnswerReader of(Form form) {
        if (form.equals(Form.OPENAI_CHAT)) {
            return new OpenAiChatReader();
        }
        if (form.equals(Form.OPENAI_RESPONSES)) {
            return new OpenAiResponsesReader();
        }
        if (form.equals(Form.ANTHROPIC_MESSAGES)) {
            return new AnthropicMessagesReader();
        }
        if (form.equals(Form.OPENAI_EMBEDDINGS)) {
            return new ListReader(form, "data");
        }
        if (form.equals(Form.OPENROUTER_RERANK)) {
            return new ListReader(form, "results");
        }
        if (form.equals(Form.OPENAI_IMAGES)) {
            return new EventReader(form, "image_generation.completed", new ListReader(form, "data"));
        }
        if (form.equals(Form.OPENAI_SPEECH)) {
            return new SpeechReader();
        }
        if (form.equals(Form.OPENAI_TRANSCRIPTION)) {
            return new EventReader(form, "transcript.text.done", new TranscriptReader());
        }
        if (form.equals(Form.OPENAI_MODERATION)) {
            return new ListReader(form, "results");
        }
        if (form.equals(Form.TOKEN_COUNT)) {
            return new CountReader();
        }
        if (form.equals(Form.GEMINI_GENERATE)) {
            return new GeminiGenerateReader();
        }
        throw new IllegalArgumentException("there is no reader for the form " + form);
    }
}
