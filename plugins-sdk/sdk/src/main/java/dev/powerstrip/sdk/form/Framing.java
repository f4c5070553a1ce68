package dev.powerstrip.sdk.form;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Cuts an answer's bytes into frames, however the network split them. One instance per answer, one thread.
 *
 * <p>A frame larger than {@link #MAX_FRAME} is refused, so that no upstream can fill the heap.
 */
@ProviderType
public interface Framing {

    /** The largest frame accepted, in bytes. */
    int MAX_FRAME = 64 * 1024 * 1024;

    /**
     * Begins the event name of a frame by which an Amazon event stream tells of a failure, {@code exception:NAME}; its
     * data is a JSON object with a {@code message}.
     */
    String EXCEPTION = "exception:";

    /** Takes the next bytes and hands on every frame they complete. */
    void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames);

    /** The answer's bytes have ended: hands on what an end completes (a JSON body), never half an event. */
    void end(Consumer<Frame> frames);

    /**
     * The framing for a content type: server-sent events, a JSON value a line, Amazon's event stream (where a frame's
     * event is the message's {@code :event-type}), sound as it comes (see {@link Frame#sound()}), or else one body.
     */
    static Framing of(String contentType) {
        return of(contentType, 0);
    }

    /** The same for an answer of which so many bytes are expected, as a {@code Content-Length} says; 0 if none does. */
    static Framing of(String contentType, long expectedBytes) {
        if (contentType.startsWith(SoundFraming.TYPE)) {
            return new SoundFraming(contentType);
        }
        int end = contentType.indexOf(';');
        return switch (end < 0 ? contentType.strip() : contentType.substring(0, end).strip()) {
            case "text/event-stream" -> new SseFraming();
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> new NdjsonFraming();
            case "application/vnd.amazon.eventstream" -> new AwsEventStreamFraming();
            default -> new BodyFraming(expectedBytes);
        };
    }
}
