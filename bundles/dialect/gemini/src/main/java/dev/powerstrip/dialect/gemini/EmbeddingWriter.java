package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Writes embeddings as Google does: one, or a list in the order of the requests. Their numbers are as they came. */
final class EmbeddingWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final boolean batch;

    EmbeddingWriter(AnswerFacts facts, boolean batch) {
        this.facts = facts;
        this.batch = batch;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] write(Chunk chunk) {
        var vectors = chunk.json().get("data").items().stream()
            .sorted(Comparator.comparing(item -> item.get("index").integer().orElse(0)))
            .map(item -> item.get("embedding")).toList();
        if (vectors.isEmpty() || vectors.stream().anyMatch(vector -> vector.kind() != Kind.ARRAY)) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider's answer holds no vectors");
        }
        var out = new ByteArrayOutputStream();
        if (batch) {
            writeAll(vectors, out);
        } else {
            write("{\"embedding\":", out);
            write(vectors.get(0), out);
        }
        chunk.usage().ifPresent(usage -> write(",\"usageMetadata\":" + UsageMetadata.json(usage, facts), out));
        write("}", out);
        return out.toByteArray();
    }

    private static void writeAll(List<JsonView> vectors, ByteArrayOutputStream out) {
        write("{\"embeddings\":[", out);
        for (int i = 0; i < vectors.size(); i++) {
            write(i == 0 ? "" : ",", out);
            write(vectors.get(i), out);
        }
        write("]", out);
    }

    private static void write(JsonView vector, ByteArrayOutputStream out) {
        write("{\"values\":", out);
        out.writeBytes(vector.toBytes());
        write("}", out);
    }

    private static void write(String json, ByteArrayOutputStream out) {
        out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
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
