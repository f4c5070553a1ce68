package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonText;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Writes one answer as chat completion chunks, or as one chat completion. Sets our id, the model's slug, the provider, the
 * provider's own finish reason and the cost; every other byte is as it came.
 */
final class ChatWriter implements AnswerWriter {

    /** A comment with one line feed: the blank line of a second one would be an empty event to some clients. */
    private static final byte[] KEEP_ALIVE = ": POWERSTRIP PROCESSING\n".getBytes(StandardCharsets.US_ASCII);
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
        if (chunk.whole() == streamed()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, streamed()
                ? "the provider answered at once where a stream was asked for"
                : "the provider answered with a stream where none was asked for");
        }
        if (!streamed()) {
            return spliced(chunk);
        }
        return ServerSentEvent.of(chunk.terminal() ? chunk.data() : spliced(chunk));
    }

    private byte[] spliced(Chunk chunk) {
        var json = chunk.json();
        var edit = new JsonEdit(json).setRaw(json, "id", id).setRaw(json, "model", model)
            .setRaw(json, "provider", provider);
        if (chunk.finish().isPresent()) {
            json.get("choices").items().forEach(choice -> tellNativeFinish(choice, edit));
        }
        var usage = json.get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().ifPresent(counted -> tellCost(counted, usage, edit));
        }
        return edit.toBytes();
    }

    private static void tellNativeFinish(JsonView choice, JsonEdit edit) {
        var finish = choice.get("finish_reason");
        if (finish.hasValue() && !choice.get("native_finish_reason").isPresent()) {
            edit.setRaw(choice, "native_finish_reason", finish.toBytes());
        }
    }

    private void tellCost(Usage counted, JsonView usage, JsonEdit edit) {
        facts.cost(counted).ifPresent(cost -> {
            var details = new JsonObject();
            details.add("upstream_inference_cost", JsonNull.INSTANCE);
            facts.promptCost(counted)
                .ifPresent(prompt -> details.add("upstream_inference_prompt_cost", Money.number(prompt)));
            facts.completionCost(counted).ifPresent(
                completion -> details.add("upstream_inference_completions_cost", Money.number(completion)));
            edit.set(usage, "cost", Money.number(cost));
            edit.set(usage, "cost_details", details);
        });
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
        var chunk = new JsonObject();
        chunk.addProperty("id", facts.generationId());
        chunk.addProperty("object", "chat.completion.chunk");
        chunk.addProperty("created", facts.started().getEpochSecond());
        chunk.addProperty("model", facts.endpoint().model());
        chunk.addProperty("provider", facts.endpoint().providerName());
        chunk.add("error", ErrorEnvelope.error(error));
        chunk.add("choices", choices);
        return chunk;
    }

    @Override
    public byte[] keepAlive() {
        return streamed() ? KEEP_ALIVE : NOTHING;
    }
}
