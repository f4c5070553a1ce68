package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Taps answers that come whole or as events with a {@code type}, of which one is the last: pictures, speech and
 * transcripts.
 */
final class EventReader implements AnswerReader {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Form form;
    private final String last;
    private final AnswerReader whole;

    EventReader(Form form, String last, AnswerReader whole) {
        this.form = form;
        this.last = last;
        this.whole = whole;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (frame.whole()) {
            whole.read(frame, chunks);
        } else if (!Arrays.equals(frame.data(), DONE)) {
            chunks.accept(tapped(frame, parse(frame)));
        }
    }

    /** Its {@code type} decides, as the event's name may be missing. */
    private Chunk tapped(Frame frame, JsonView json) {
        var type = json.get("type").string().orElse("");
        if (json.get("error").hasValue() || type.equals("error")) {
            throw UpstreamErrors.inBody(json.get("error").hasValue() ? json.get("error") : json);
        }
        if (type.isEmpty()) {
            throw nonsense("an event has no \"type\"", null);
        }
        var chunk = Chunk.piece(form, frame.event(), frame.data()).json(json)
            .content(() -> json.get("delta").string().orElse(""));
        return type.equals(last) ? ended(chunk, json) : chunk.build();
    }

    private Chunk ended(Chunk.Builder chunk, JsonView json) {
        var told = Counts.of(json.get("usage"));
        if (form.equals(Form.OPENAI_IMAGES)) {
            chunk.usage(told.orElse(Usage.none()).withImagesMade(1));
        } else {
            told.ifPresent(chunk::usage);
        }
        return chunk.terminal().build();
    }

    private JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no answer in %s: %s".formatted(form, problem), cause);
    }
}
