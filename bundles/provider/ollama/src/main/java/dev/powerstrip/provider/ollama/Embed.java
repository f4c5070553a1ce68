package dev.powerstrip.provider.ollama;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.EmbeddingAnswer;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Says an embedding request in Ollama's words, and reads the answer. */
final class Embed implements AnswerReader {

    private final EmbeddingAnswer answer;

    Embed(EmbeddingRequest request, Endpoint endpoint) {
        answer = new EmbeddingAnswer(endpoint.nativeId(), request.body());
    }

    static byte[] body(EmbeddingRequest request, Endpoint endpoint) {
        var asked = request.tree();
        var input = asked.get("input");
        var items = input.isJsonArray() ? input.getAsJsonArray().asList() : List.of(input);
        if (!items.stream().allMatch(Embed::isText)) {
            throw JsonTree.wrong("input", "Ollama embeds texts: a string or an array of strings is expected");
        }
        var said = JsonTree.of("model", endpoint.nativeId());
        said.add("input", input);
        List.of("dimensions", "truncate", "keep_alive").forEach(name -> JsonTree.copy(asked, name, said, name));
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isText(JsonElement item) {
        return item.isJsonPrimitive() && item.getAsJsonPrimitive().isString();
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = OllamaToChat.parsed(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        if (json.get("embeddings").kind() != JsonView.Kind.ARRAY) {
            throw OllamaToChat.nonsense("it has no \"embeddings\"", null);
        }
        json.get("embeddings").items().forEach(answer::add);
        chunks.accept(answer.end(Usage.of(OllamaToChat.tokens(json, "prompt_eval_count"), 0)));
    }
}
