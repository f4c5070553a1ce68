package dev.powerstrip.sdk.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Says embeddings in the canonical form. One answer, one thread. */
public final class EmbeddingAnswer {

    private final JsonObject answer = new JsonObject();
    private final JsonArray data = new JsonArray();
    private final boolean base64;

    /**
     * Begins an answer.
     *
     * @param model the upstream's own name of the model
     * @param request the body of the request, whose {@code encoding_format} decides how vectors are written
     */
    public EmbeddingAnswer(String model, JsonView request) {
        answer.addProperty("object", "list");
        answer.add("data", data);
        answer.addProperty("model", model);
        base64 = request.get("encoding_format").string().filter("base64"::equals).isPresent();
    }

    /** The next vector: an array of numbers. */
    public void add(JsonView vector) {
        var item = new JsonObject();
        item.addProperty("object", "embedding");
        item.addProperty("index", data.size());
        if (base64) {
            item.addProperty("embedding", encoded(vector));
        } else {
            item.add("embedding", vector.tree());
        }
        data.add(item);
    }

    /** As OpenAI has it: little-endian floats of four bytes. */
    private static String encoded(JsonView vector) {
        var numbers = vector.tree().getAsJsonArray();
        var bytes = ByteBuffer.allocate(Float.BYTES * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> bytes.putFloat(number.getAsFloat()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The whole answer, which read so many tokens. */
    public Chunk end(Usage usage) {
        var told = new JsonObject();
        told.addProperty("prompt_tokens", usage.prompt());
        told.addProperty("total_tokens", usage.total());
        answer.add("usage", told);
        return Chunk.whole(Form.OPENAI_EMBEDDINGS, answer.toString().getBytes(StandardCharsets.UTF_8))
            .content(() -> "").usage(usage).build();
    }
}
