package dev.powerstrip.provider.cohere;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Says a rerank request in Cohere's words, and reads the answer, to which it adds the documents. */
final class Rerank implements AnswerReader {

    private final String model;
    private final List<String> documents;
    private final boolean returnsDocuments;

    Rerank(RerankRequest request, Endpoint endpoint) {
        model = endpoint.nativeId();
        documents = request.body().get("documents").items().stream().map(Rerank::text).toList();
        var wish = request.body().get("return_documents");
        returnsDocuments = !wish.hasValue() || wish.isTrue();
    }

    private static String text(JsonView document) {
        return document.string().or(() -> document.get("text").string()).orElseThrow(
            () -> JsonTree.wrong("documents", "Cohere reranks texts: a string or an object with \"text\" is expected"));
    }

    static byte[] body(RerankRequest request, Endpoint endpoint) {
        var asked = request.tree();
        var said = JsonTree.of("model", endpoint.nativeId());
        JsonTree.copy(asked, "query", said, "query");
        var documents = new JsonArray();
        request.body().get("documents").items().stream().map(Rerank::text).forEach(documents::add);
        said.add("documents", documents);
        JsonTree.copy(asked, "top_n", said, "top_n");
        JsonTree.copy(asked, "max_tokens_per_doc", said, "max_tokens_per_doc");
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = Answers.parsed(frame);
        if (json.get("results").kind() != JsonView.Kind.ARRAY) {
            throw Answers.nonsense("it has no \"results\"", null);
        }
        var results = new JsonArray();
        json.get("results").items().forEach(result -> results.add(withDocument(result)));
        var answer = JsonTree.of("id", json.get("id").string().orElse(""));
        answer.addProperty("model", model);
        answer.add("results", results);
        var usage = new JsonObject();
        long units = Answers.tokens(json.get("meta").get("billed_units"), "search_units");
        usage.addProperty("search_units", units);
        usage.addProperty("total_tokens", 0);
        answer.add("usage", usage);
        chunks.accept(Chunk.whole(Form.OPENROUTER_RERANK, answer.toString().getBytes(StandardCharsets.UTF_8))
            .content(() -> "").usage(Usage.of(0, 0).withSearchUnits(units)).build());
    }

    private JsonObject withDocument(JsonView result) {
        var said = new JsonObject();
        said.add("index", result.get("index").tree());
        said.add("relevance_score", result.get("relevance_score").tree());
        long index = result.get("index").integer().orElse(-1);
        if (returnsDocuments && index >= 0 && index < documents.size()) {
            said.add("document", JsonTree.of("text", documents.get((int) index)));
        }
        return said;
    }
}
