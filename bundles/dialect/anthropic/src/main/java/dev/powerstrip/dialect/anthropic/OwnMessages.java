package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.ServerSentEvent;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Hands Anthropic's own answer on with the provider and the cost in it; ids and all other bytes are as they came. */
final class OwnMessages implements Function<Chunk, byte[]> {

    private final AnswerFacts facts;
    private final byte[] provider;

    OwnMessages(AnswerFacts facts) {
        this.facts = facts;
        this.provider = new JsonPrimitive(facts.endpoint().providerName()).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] apply(Chunk chunk) {
        return chunk.whole() ? spliced(chunk, chunk.json())
            : ServerSentEvent.of(chunk.event(), spliced(chunk, chunk.json().get("message")));
    }

    /** The message, where there is one, gets the provider; the usage, where it counts what was generated, the cost. */
    private byte[] spliced(Chunk chunk, JsonView message) {
        var edit = new JsonEdit(chunk.json());
        if (message.kind() == Kind.OBJECT) {
            edit.setRaw(message, "provider", provider);
        }
        var usage = chunk.json().get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().flatMap(facts::cost).ifPresent(cost -> edit.setRaw(usage, "cost", JsonNumber.of(cost)));
        }
        return edit.toBytes();
    }
}
