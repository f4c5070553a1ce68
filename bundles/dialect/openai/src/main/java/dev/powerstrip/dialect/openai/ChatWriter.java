package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonText;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;

/**
 * Writes one answer as chat completion chunks, or as one chat completion. Sets our id, the model's slug, the provider, the
 * provider's own finish reason and the cost; every other byte is as it came.
 */
final class ChatWriter implements AnswerWriter {

    /** A comment with one line feed: the blank line of a second one would be an empty event to some clients. */
    static final byte[] KEEP_ALIVE = ": POWERSTRIP PROCESSING\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final byte[] id;
    private final byte[] model;
    private final byte[] provider;

    ChatWriter(AnswerFacts facts) {
        this.facts = facts;
        this.id = JsonText.of(facts.generationId());
        this.model = JsonText.of(facts.endpoint().model());
        this.provider = JsonText.of(facts.endpoint().providerName());
    }

    @Override
    public String contentType() {
        return streamed() ? "text/event-stream" : "application/json";
    }

    private boolean streamed() {
        return facts.request().streamed();
    }

    @Override
    public byte[] write(Chunk chunk) {
        requireShape(chunk, streamed());
        if (!streamed()) {
            return spliced(chunk);
        }
        return ServerSentEvent.of(chunk.terminal() ? chunk.data() : spliced(chunk));
    }

    /** @throws GatewayException if a piece came for a whole answer, or the other way round */
    static void requireShape(Chunk chunk, boolean streamed) {
        if (chunk.whole() == streamed) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, streamed
                ? "the provider answered at once where a stream was asked for"
                : "the provider answered with a stream where none was asked for");
        }
    }

    private byte[] spliced(Chunk chunk) {
        var json = chunk.json();
        var edit = new JsonEdit(json).setRaw(json, "id", id).setRaw(json, "model", model)
            .setRaw(json, "provider", provider);
        tellFingerprint(json, edit);
        if (chunk.finish().isPresent()) {
            json.get("choices").items().forEach(choice -> tellNativeFinish(choice, edit));
        }
        var usage = json.get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().ifPresent(
                counted -> Costs.tell(facts, counted, (name, value) -> edit.setRaw(usage, name, value)));
        }
        return edit.toBytes();
    }

    /** OpenRouter's own client takes a whole answer only with one, be it null, and a piece of one only with a text or none. */
    private void tellFingerprint(JsonView json, JsonEdit edit) {
        var fingerprint = json.get("system_fingerprint");
        if (!streamed() && !fingerprint.isPresent()) {
            edit.set(json, "system_fingerprint", JsonNull.INSTANCE);
        } else if (streamed() && fingerprint.isPresent() && !fingerprint.hasValue()) {
            edit.remove(json, "system_fingerprint");
        }
    }

    private static void tellNativeFinish(JsonView choice, JsonEdit edit) {
        var finish = choice.get("finish_reason");
        if (finish.hasValue() && !choice.get("native_finish_reason").isPresent()) {
            edit.setRaw(choice, "native_finish_reason", finish.toBytes());
        }
    }

    @Override
    public byte[] sent(byte[] body) {
        var debug = new JsonObject();
        debug.add("echo_upstream_body", shown(body));
        var chunk = head();
        chunk.add("choices", new JsonArray());
        chunk.add("debug", debug);
        return ServerSentEvent.of(chunk.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As the JSON that it mostly is, else as text. */
    private static JsonElement shown(byte[] body) {
        try {
            return JsonView.composed(body).tree();
        } catch (MalformedJsonException notJson) {
            return new JsonPrimitive(new String(body, StandardCharsets.UTF_8));
        }
    }

    @Override
    public byte[] fail(GatewayException error) {
        return streamed() ? ServerSentEvent.of(lastWords(error).toString().getBytes(StandardCharsets.UTF_8)) : NOTHING;
    }

    private JsonObject lastWords(GatewayException error) {
        var delta = new JsonObject();
        delta.addProperty("content", "");
        var choice = new JsonObject();
        choice.addProperty("index", 0);
        choice.add("delta", delta);
        choice.addProperty("finish_reason", "error");
        choice.add("native_finish_reason", JsonNull.INSTANCE);
        var choices = new JsonArray();
        choices.add(choice);
        var chunk = head();
        chunk.add("error", ErrorEnvelope.error(error));
        chunk.add("choices", choices);
        return chunk;
    }

    private JsonObject head() {
        var head = new JsonObject();
        head.addProperty("id", facts.generationId());
        head.addProperty("object", "chat.completion.chunk");
        head.addProperty("created", facts.started().getEpochSecond());
        head.addProperty("model", facts.endpoint().model());
        head.addProperty("provider", facts.endpoint().providerName());
        return head;
    }

    @Override
    public byte[] keepAlive() {
        return streamed() ? KEEP_ALIVE : NOTHING;
    }
}
