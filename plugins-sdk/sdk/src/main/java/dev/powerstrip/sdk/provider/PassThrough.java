package dev.powerstrip.sdk.provider;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** The same form on both sides: only the meant fields change. */
final class PassThrough implements Translation {

    /**
     * What clients tell the gateway and no upstream understands; {@code native} is a labelled part of settings that a dialect
     * of another form put there.
     */
    static final List<String> GATEWAY_FIELDS = List.of("models", "provider", "route", "plugins", "preset",
        "transforms", "session_id", "trace", "debug", "usage", "fallbacks", "native");
    private static final byte[] INCLUDE_USAGE = "{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);

    private final Form form;
    private final BiConsumer<ChatRequest, JsonEdit> changes;

    PassThrough(Form form, BiConsumer<ChatRequest, JsonEdit> changes) {
        this.form = form;
        this.changes = changes;
    }

    @Override
    public byte[] request(ChatRequest request, Endpoint endpoint) {
        var edit = new JsonEdit(request.body());
        if (form.equals(Form.GEMINI_GENERATE)) {
            edit.remove("model");
            ForeignThoughts.remove(request, edit);
        } else {
            edit.set("model", endpoint.nativeId());
        }
        GATEWAY_FIELDS.forEach(edit::remove);
        if (form.equals(Form.ANTHROPIC_MESSAGES)) {
            ForeignBlocks.remove(request, edit);
        }
        if (form.equals(Form.OPENAI_RESPONSES)) {
            PriorTurns.settle(request, edit);
        }
        if (form.equals(Form.OPENAI_CHAT)) {
            LabelledParts.unwrap(request, form, edit);
        }
        if (form.equals(Form.OPENAI_CHAT) && request.streamed()) {
            askForUsage(request.body(), edit);
        }
        changes.accept(request, edit);
        return edit.toBytes();
    }

    /** Metering needs the usage of a stream whether or not the client asked for it. */
    private static void askForUsage(JsonView body, JsonEdit edit) {
        var options = body.get("stream_options");
        if (options.kind() == JsonView.Kind.OBJECT) {
            edit.set(options, "include_usage", new JsonPrimitive(true));
        } else {
            edit.setRaw(body, "stream_options", INCLUDE_USAGE);
        }
    }

    @Override
    public AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return AnswerReader.of(form);
    }
}
