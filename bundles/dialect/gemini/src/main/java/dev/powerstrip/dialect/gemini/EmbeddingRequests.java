package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reads embedContent and batchEmbedContents as requests in the canonical form, the one that embedding providers speak. */
final class EmbeddingRequests {

    private static final Shape EACH = Shape.object()
        .needs("content", Shape.object()
            .needs("parts", Shape.list(Shape.object().with("text", Shape.string(), "A text.")), "Its parts."),
            "What to turn into a vector.")
        .with("outputDimensionality", Shape.whole(1), "How many numbers a vector has.")
        .with("taskType", Shape.string(), "What the vector is for, such as RETRIEVAL_QUERY.")
        .alsoSpelt(Names::snake);

    static final Shape ONE = GatewayFields.fields().including(EACH).named("EmbedContentRequest");
    static final Shape BATCH = GatewayFields.fields()
        .needs("requests", Shape.list(EACH, "request"), "What to turn into vectors.")
        .named("EmbedContentsRequest");

    private EmbeddingRequests() {}

    static EmbeddingRequest one(String model, byte[] json) {
        var body = RequestField.body(json);
        ONE.check(body);
        return request(model, body, List.of(body));
    }

    static EmbeddingRequest batch(String model, byte[] json) {
        var body = RequestField.body(json);
        BATCH.check(body);
        return request(model, body, body.get("requests").items());
    }

    private static EmbeddingRequest request(String model, RequestField body, List<RequestField> requests) {
        var input = new JsonArray();
        requests.forEach(each -> input.add(input(each)));
        var said = new JsonObject();
        said.addProperty("model", model);
        said.add("input", input);
        var first = requests.get(0);
        Names.get(first, "outputDimensionality").value().integer()
            .ifPresent(dimensions -> said.addProperty("dimensions", dimensions));
        Names.get(first, "taskType").string().map(EmbeddingRequests::inputType).filter(type -> !type.isEmpty())
            .ifPresent(type -> said.addProperty("input_type", type));
        requests.forEach(each -> checkSame(first, each));
        return new EmbeddingRequest(Form.OPENAI_EMBEDDINGS,
            JsonView.composed(said.toString().getBytes(StandardCharsets.UTF_8)), GenerateRequests.models(model, body),
            GatewayFields.preferences(body));
    }

    /** What stands in one call of the canonical form for all its inputs. */
    private static void checkSame(RequestField first, RequestField other) {
        for (var name : List.of("outputDimensionality", "taskType")) {
            if (!tree(first, name).equals(tree(other, name))) {
                throw Names.get(other, name)
                    .wrong("must be the same in all requests of a batch: send those that differ apart");
            }
        }
    }

    private static String tree(RequestField request, String name) {
        var value = Names.get(request, name);
        return value.given() ? value.value().tree().getAsString() : "";
    }

    /** A content of texts is one text; with other things in it, it is parts. */
    private static JsonElement input(RequestField request) {
        var parts = request.get("content").get("parts").items();
        var said = parts.stream().flatMap(part -> Parts.of(part.value()).stream()).toList();
        if (said.isEmpty()) {
            throw request.get("content").wrong("must hold a text");
        }
        if (said.stream().allMatch(Parts::isPlainText)) {
            return new JsonPrimitive(said.stream().map(part -> part.get("text").getAsString())
                .collect(Collectors.joining("\n")));
        }
        var content = new JsonArray();
        said.forEach(content::add);
        return GenerateToChat.of("content", content);
    }

    private static String inputType(String task) {
        return switch (task) {
            case "RETRIEVAL_QUERY", "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY" -> "search_query";
            case "RETRIEVAL_DOCUMENT" -> "search_document";
            case "CLASSIFICATION" -> "classification";
            case "CLUSTERING" -> "clustering";
            default -> "";
        };
    }
}
