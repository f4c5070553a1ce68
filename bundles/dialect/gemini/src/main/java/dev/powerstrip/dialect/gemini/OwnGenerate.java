package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Hands Gemini's own answer on with the provider and the cost at its end; ids and all other bytes are as they came. */
final class OwnGenerate implements Function<Chunk, byte[]> {

    private final AnswerFacts facts;
    private final byte[] provider;

    OwnGenerate(AnswerFacts facts) {
        this.facts = facts;
        this.provider = new JsonPrimitive(facts.endpoint().providerName()).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] apply(Chunk chunk) {
        if (!chunk.terminal()) {
            return chunk.data();
        }
        var json = chunk.json();
        var edit = new JsonEdit(json).setRaw(json, "provider", provider);
        var usage = json.get("usageMetadata");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().flatMap(facts::cost).ifPresent(cost -> edit.setRaw(usage, "cost", JsonNumber.of(cost)));
        }
        return edit.toBytes();
    }
}
