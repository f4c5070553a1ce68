package dev.powerstrip.provider.mistral;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads Mistral's transcripts, whose events and counts have names of their own. */
final class TranscriptReader implements AnswerReader {

    /** What OpenAI's clients have no event for; the last one tells it all once more. */
    private static final List<String> PASSED_OVER = List.of("transcription.language", "transcription.segment");

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_TRANSCRIPTION);

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        translated(frame).ifPresent(data -> usual.read(new Frame("", data, frame.whole()), chunks));
    }

    private static Optional<byte[]> translated(Frame frame) {
        try {
            var json = JsonView.parse(frame.data());
            var edit = new JsonEdit(json);
            var type = json.get("type").string().orElse("");
            if (PASSED_OVER.contains(type)) {
                return Optional.empty();
            }
            if (type.equals("transcription.text.delta")) {
                edit.set("type", "transcript.text.delta").remove("text");
                edit.setRaw(json, "delta", json.get("text").toBytes());
            } else if (type.equals("transcription.done")) {
                edit.set("type", "transcript.text.done");
            }
            if (json.get("usage").kind() == JsonView.Kind.OBJECT) {
                edit.set(json, "usage", usage(json.get("usage")));
            }
            return Optional.of(edit.toBytes());
        } catch (MalformedJsonException nonsense) {
            // It is for the usual reader to say so.
            return Optional.of(frame.data());
        }
    }

    private static JsonObject usage(JsonView told) {
        var usage = told.tree().getAsJsonObject();
        usage.addProperty("type", "tokens");
        usage.addProperty("input_tokens", told.get("prompt_tokens").integer().orElse(0));
        usage.addProperty("output_tokens", told.get("completion_tokens").integer().orElse(0));
        return usage;
    }
}
