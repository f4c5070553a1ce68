package dev.powerstrip.provider.mistral;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** Reads Mistral's moderation, which says of which kinds the harm is, and adds whether there is any. */
final class JudgementReader implements AnswerReader {

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_MODERATION);

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        usual.read(new Frame(frame.event(), flagged(frame.data()), frame.whole()), chunks);
    }

    private static byte[] flagged(byte[] answer) {
        try {
            var json = JsonView.parse(answer);
            var edit = new JsonEdit(json);
            json.get("results").items().stream().filter(result -> result.kind() == JsonView.Kind.OBJECT)
                .forEach(result -> edit.set(result, "flagged", new JsonPrimitive(
                    result.get("categories").fields().values().stream().anyMatch(JsonView::isTrue))));
            return edit.toBytes();
        } catch (MalformedJsonException nonsense) {
            // It is for the usual reader to say so.
            return answer;
        }
    }
}
