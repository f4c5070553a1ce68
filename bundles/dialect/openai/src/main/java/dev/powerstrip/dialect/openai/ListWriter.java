package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.json.JsonView.Kind;

/**
 * Writes an answer that is one list in one piece, such as embeddings. Sets our id, the model's slug, the provider and
 * the cost; every other byte is as it came.
 */
final class ListWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;

    ListWriter(AnswerFacts facts) {
        this.facts = facts;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] write(Chunk chunk) {
        var json = chunk.json();
        var edit = new JsonEdit(json).set("id", facts.generationId()).set("model", facts.endpoint().model())
            .set("provider", facts.endpoint().providerName());
        var usage = json.get("usage");
        if (usage.kind() == Kind.OBJECT) {
            chunk.usage().flatMap(facts::cost).map(JsonNumber::of)
                .ifPresent(cost -> edit.setRaw(usage, "cost", cost));
        }
        return edit.toBytes();
    }

    /** Nothing has been said that could be broken off. */
    @Override
    public byte[] fail(GatewayException error) {
        return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }
}
