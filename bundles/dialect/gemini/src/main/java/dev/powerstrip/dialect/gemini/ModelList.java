package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells in Google's shape of the models that can be asked here now. */
final class ModelList {

    private ModelList() {}

    /** All on one page unless the client says how many it wants; a page's token is the number of those before it. */
    static HttpAnswer all(RequestHead head, Directory directory) {
        var models = new ArrayList<JsonObject>();
        directory.models().forEach((slug, endpoints) -> model(slug, endpoints).ifPresent(models::add));
        int from = Math.min(number(head, "pageToken", 0), models.size());
        int size = number(head, "pageSize", 0);
        int to = size == 0 || size > models.size() - from ? models.size() : from + size;
        var page = new JsonArray();
        models.subList(from, to).forEach(page::add);
        var list = new JsonObject();
        list.add("models", page);
        if (to < models.size()) {
            list.addProperty("nextPageToken", Integer.toString(to));
        }
        return HttpAnswer.json(200, list);
    }

    private static int number(RequestHead head, String name, int usual) {
        try {
            int number = head.parameter(name).filter(text -> !text.isEmpty()).map(Integer::parseInt).orElse(usual);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            throw wrong(name);
        }
        throw wrong(name);
    }

    private static GatewayException wrong(String name) {
        return new GatewayException(ErrorType.INVALID_REQUEST,
            "%s in the query must be %s".formatted(name,
                name.equals("pageSize") ? "a whole number" : "the nextPageToken of another page"));
    }

    static HttpAnswer one(String slug, Directory directory) {
        return HttpAnswer.json(200, model(slug, endpoints(slug, directory))
            .orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
                "%s is a model for what Gemini's clients do not ask".formatted(slug))));
    }

    private static List<Endpoint> endpoints(String slug, Directory directory) {
        try {
            return directory.endpoints(slug);
        } catch (GatewayException error) {
            throw error.type() == ErrorType.UNKNOWN_MODEL
                ? new GatewayException(ErrorType.NOT_FOUND, error.getMessage(), error) : error;
        }
    }

    private static Optional<JsonObject> model(String slug, List<Endpoint> endpoints) {
        return endpoints.stream().filter(endpoint -> !methods(endpoint).isEmpty()).findFirst()
            .map(endpoint -> model(slug, endpoint));
    }

    private static JsonObject model(String slug, Endpoint endpoint) {
        var model = new JsonObject();
        model.addProperty("name", "models/" + slug);
        model.addProperty("displayName", endpoint.name());
        endpoint.word("description").ifPresent(text -> model.addProperty("description", text));
        endpoint.contextLength().ifPresent(limit -> model.addProperty("inputTokenLimit", limit));
        endpoint.maxCompletionTokens().ifPresent(limit -> model.addProperty("outputTokenLimit", limit));
        model.add("supportedGenerationMethods", methods(endpoint));
        return model;
    }

    private static JsonArray methods(Endpoint endpoint) {
        var methods = new JsonArray();
        if (endpoint.answers(Capability.CHAT)) {
            methods.add("generateContent");
            methods.add("streamGenerateContent");
            methods.add("countTokens");
        }
        if (endpoint.answers(Capability.EMBEDDINGS)) {
            methods.add("embedContent");
            methods.add("batchEmbedContents");
        }
        return methods;
    }
}
