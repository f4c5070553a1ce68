package dev.powerstrip.provider.cloudflare;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Says a rerank request as Workers AI runs its rerankers, and reads the answer, to which it adds the documents. */
final class Rerank implements AnswerReader {

    private final String model;
    private final List<String> documents;
    private final boolean returnsDocuments;

    Rerank(RerankRequest request, Endpoint endpoint) {
        model = endpoint.nativeId();
        documents = texts(request);
        var wish = request.body().get("return_documents");
        returnsDocuments = !wish.hasValue() || wish.isTrue();
    }

    private static List<String> texts(RerankRequest request) {
        return request.body().get("documents").items().stream().map(Rerank::text).toList();
    }

    private static String text(JsonView document) {
        return document.string().or(() -> document.get("text").string()).orElseThrow(() -> JsonTree.wrong("documents",
            "Workers AI reranks texts: a string or an object with \"text\" is expected"));
    }

    static byte[] body(RerankRequest request) {
        var asked = request.tree();
        var said = new JsonObject();
        JsonTree.copy(asked, "query", said, "query");
        said.add("contexts",
            JsonTree.array(texts(request).stream().map(text -> JsonTree.of("text", text)).toList()));
        JsonTree.copy(asked, "top_n", said, "top_k");
        return said.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = CloudflareErrors.parsed(frame).orElseThrow(() -> nonsense("it is no JSON object"));
        CloudflareErrors.check(json);
        var ranked = json.get("result").get("response");
        if (ranked.kind() != JsonView.Kind.ARRAY) {
            throw nonsense("it has no \"result.response\"");
        }
        var results = new JsonArray();
        ranked.items().forEach(one -> results.add(result(one)));
        var usage = usage(json.get("result").get("usage"));
        var answer = JsonTree.of("model", model);
        answer.add("results", results);
        var told = new JsonObject();
        told.addProperty("total_tokens", usage.total());
        answer.add("usage", told);
        chunks.accept(Chunk.whole(Form.OPENROUTER_RERANK, answer.toString().getBytes(StandardCharsets.UTF_8))
            .content(() -> "").usage(usage).build());
    }

    private static Usage usage(JsonView usage) {
        return Usage.of(usage.get("prompt_tokens").integer().orElse(0), 0);
    }

    private JsonObject result(JsonView one) {
        long index = one.get("id").integer().orElse(-1);
        var said = new JsonObject();
        said.addProperty("index", index);
        said.add("relevance_score", one.get("score").tree());
        if (returnsDocuments && index >= 0 && index < documents.size()) {
            said.add("document", JsonTree.of("text", documents.get((int) index)));
        }
        return said;
    }

    private static GatewayException nonsense(String problem) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is none of Cloudflare's: " + problem);
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return CloudflareErrors.refused(status, headers, body);
    }
}
