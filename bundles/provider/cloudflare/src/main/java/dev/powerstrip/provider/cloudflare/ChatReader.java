package dev.powerstrip.provider.cloudflare;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads a chat completion of Workers AI: as everyone has it, but for thoughts and errors. */
final class ChatReader implements AnswerReader {

    private static final String THOUGHTS = "reasoning_content";
    private static final String OURS = "reasoning";
    /** What both begin with. */
    private static final String FIELD = "\"" + OURS;

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_CHAT);
    private final boolean hidesThoughts;

    /** @param hidesThoughts true where the client does not want to see what the model thinks */
    ChatReader(boolean hidesThoughts) {
        this.hidesThoughts = hidesThoughts;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        usual.read(CloudflareErrors.mayBeIn(frame) || holdsThoughts(frame) ? told(frame) : frame, chunks);
    }

    private static boolean holdsThoughts(Frame frame) {
        return new String(frame.data(), StandardCharsets.ISO_8859_1).contains(FIELD);
    }

    /** The thoughts in the field that clients know. */
    private Frame told(Frame frame) {
        var parsed = CloudflareErrors.parsed(frame);
        if (parsed.isEmpty()) {
            return frame;
        }
        CloudflareErrors.check(parsed.get());
        var edit = new JsonEdit(parsed.get());
        for (var choice : parsed.get().get("choices").items()) {
            tell(choice.get(frame.whole() ? "message" : "delta"), edit);
        }
        return new Frame(frame.event(), edit.toBytes(), frame.whole());
    }

    private void tell(JsonView message, JsonEdit edit) {
        var thoughts = message.get(THOUGHTS);
        if (message.kind() == JsonView.Kind.OBJECT && hidesThoughts) {
            edit.remove(message, THOUGHTS).remove(message, OURS);
            return;
        }
        if (message.kind() != JsonView.Kind.OBJECT || !thoughts.isPresent()) {
            return;
        }
        edit.remove(message, THOUGHTS);
        thoughts.string().filter(text -> !text.isEmpty() && !message.get(OURS).isText()).ifPresent(text -> {
            var detail = JsonTree.of("type", "reasoning.text");
            detail.addProperty("text", text);
            detail.addProperty("index", 0);
            var details = new JsonArray();
            details.add(detail);
            edit.set(message, OURS, new JsonPrimitive(text)).set(message, "reasoning_details", details);
        });
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return CloudflareErrors.refused(status, headers, body);
    }
}
