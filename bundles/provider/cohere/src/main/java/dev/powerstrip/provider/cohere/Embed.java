package dev.powerstrip.provider.cohere;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.EmbeddingAnswer;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Says an embedding request in Cohere's words, and reads the answer. */
final class Embed implements AnswerReader {

    private final EmbeddingAnswer answer;

    Embed(EmbeddingRequest request, Endpoint endpoint) {
        answer = new EmbeddingAnswer(endpoint.nativeId(), request.body());
    }

    static byte[] body(EmbeddingRequest request, Endpoint endpoint) {
        var asked = request.tree();
        var said = JsonTree.of("model", endpoint.nativeId());
        var input = asked.get("input").isJsonArray() ? asked.getAsJsonArray("input")
            : JsonTree.array(List.of(asked.get("input")));
        said.add(holdsObjects(input) ? "inputs" : "texts", input);
        said.addProperty("input_type", inputType(JsonTree.text(asked, "input_type").orElse("document")));
        said.add("embedding_types", JsonTree.array(List.of(new JsonPrimitive("float"))));
        JsonTree.copy(asked, "dimensions", said, "output_dimension");
        JsonTree.copy(asked, "truncate", said, "truncate");
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean holdsObjects(JsonArray input) {
        if (input.asList().stream().anyMatch(item -> item.isJsonArray()
            || item.isJsonPrimitive() && item.getAsJsonPrimitive().isNumber())) {
            throw JsonTree.wrong("input", "Cohere embeds texts, not tokens");
        }
        return input.asList().stream().anyMatch(item -> item.isJsonObject());
    }

    /** Cohere wants to know; other providers have shorter words for it. */
    private static String inputType(String type) {
        return type.equals("query") || type.equals("document") ? "search_" + type : type;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = Answers.parsed(frame);
        var vectors = json.get("embeddings").get("float");
        if (vectors.kind() != JsonView.Kind.ARRAY) {
            throw Answers.nonsense("it has no \"embeddings.float\"", null);
        }
        vectors.items().forEach(answer::add);
        var billed = json.get("meta").get("billed_units");
        chunks.accept(answer.end(Usage.of(
            Answers.tokens(billed, "input_tokens") + Answers.tokens(billed, "image_tokens"), 0)));
    }
}
