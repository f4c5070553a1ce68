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

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_CHAT);

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        usual.read(CloudflareErrors.mayBeIn(frame) || holdsThoughts(frame) ? told(frame) : frame, chunks);
    }

    private static boolean holdsThoughts(Frame frame) {
        return new String(frame.data(), StandardCharsets.ISO_8859_1).contains(THOUGHTS);
    }

    /** The thoughts in the field that clients know. */
    private static Frame told(Frame frame) {
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

    private static void tell(JsonView message, JsonEdit edit) {
        var thoughts = message.get(THOUGHTS);
        if (message.kind() != JsonView.Kind.OBJECT || !thoughts.isPresent()) {
            return;
        }
        edit.remove(message, THOUGHTS);
        thoughts.string().filter(text -> !text.isEmpty() && !message.get("reasoning").isText()).ifPresent(text -> {
            var detail = JsonTree.of("type", "reasoning.text");
            detail.addProperty("text", text);
            detail.addProperty("index", 0);
            var details = new JsonArray();
            details.add(detail);
            edit.set(message, "reasoning", new JsonPrimitive(text)).set(message, "reasoning_details", details);
        });
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return CloudflareErrors.refused(status, headers, body);
    }
}
