package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.Optional;
import java.util.function.Consumer;

/** Taps a transcript that comes whole. */
final class TranscriptReader implements AnswerReader {

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        var text = json.get("text").string().orElseThrow(() -> nonsense("it has no \"text\"", null));
        var chunk = Chunk.whole(Form.OPENAI_TRANSCRIPTION, frame.data()).json(json).content(() -> text);
        usage(json).ifPresent(chunk::usage);
        chunks.accept(chunk.build());
    }

    /** A detailed transcript tells the sound's duration, whatever else is told of it. */
    private static Optional<Usage> usage(JsonView json) {
        var told = Counts.of(json.get("usage"));
        long duration = Counts.milliseconds(json.get("duration"));
        return duration == 0 || told.filter(usage -> usage.millisecondsHeard() > 0).isPresent() ? told
            : Optional.of(told.orElse(Usage.none()).withMillisecondsHeard(duration));
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no transcript: " + problem, cause);
    }
}
