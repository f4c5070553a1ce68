package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;

/** Lists the models that are served now, in OpenRouter's shape with the members that OpenAI's clients look for. */
final class ModelList {

    private ModelList() {}

    static HttpAnswer all(Directory directory) {
        var models = new JsonArray();
        directory.models().forEach((slug, endpoints) -> models.add(model(slug, endpoints)));
        var links = new JsonObject();
        links.add("next", JsonNull.INSTANCE);
        var list = new JsonObject();
        list.addProperty("object", "list");
        list.add("data", models);
        list.addProperty("total_count", models.size());
        list.add("links", links);
        return HttpAnswer.json(200, list);
    }

    static HttpAnswer count(Directory directory) {
        var count = new JsonObject();
        count.addProperty("count", directory.models().size());
        return data(count);
    }

    static HttpAnswer one(String slug, Directory directory) {
        return data(model(slug, endpoints(slug, directory)));
    }

    /** The endpoints of a model that is served. */
    static List<Endpoint> endpoints(String slug, Directory directory) {
        var endpoints = directory.models().get(slug);
        if (endpoints == null) {
            throw new GatewayException(ErrorType.NOT_FOUND,
                "there is no such model; GET /v1/models lists those that are served");
        }
        return endpoints;
    }

    static HttpAnswer data(JsonElement data) {
        var answer = new JsonObject();
        answer.add("data", data);
        return HttpAnswer.json(200, answer);
    }

    private static JsonObject model(String slug, List<Endpoint> endpoints) {
        var first = new EndpointFacts(endpoints.get(0));
        var model = new JsonObject();
        model.addProperty("id", slug);
        model.add("canonical_slug", first.fact("canonical_slug", slug));
        model.addProperty("object", "model");
        model.addProperty("owned_by", slug.contains("/") ? slug.substring(0, slug.indexOf('/')) : "");
        model.add("hugging_face_id", first.fact("hugging_face_id"));
        model.addProperty("name", endpoints.get(0).name());
        model.add("description", first.fact("description"));
        model.add("created", first.fact("created"));
        model.add("context_length", first.contextLength());
        model.add("architecture", first.architecture());
        model.add("pricing", first.pricing());
        model.add("top_provider", topProvider(first));
        model.add("per_request_limits", JsonNull.INSTANCE);
        model.add("supported_parameters", supportedParameters(endpoints));
        model.add("default_parameters", first.fact("default_parameters"));
        model.add("knowledge_cutoff", first.fact("knowledge_cutoff"));
        model.add("expiration_date", first.fact("expiration_date"));
        model.add("links", links(slug));
        return model;
    }

    private static JsonObject topProvider(EndpointFacts first) {
        var provider = new JsonObject();
        provider.add("context_length", first.contextLength());
        provider.add("max_completion_tokens", first.maxCompletionTokens());
        provider.add("is_moderated", first.fact("is_moderated"));
        return provider;
    }

    /** What at least one endpoint supports. */
    private static JsonArray supportedParameters(List<Endpoint> endpoints) {
        var names = new JsonArray();
        endpoints.stream().flatMap(endpoint -> endpoint.words("supported_parameters").stream()).distinct()
            .forEach(names::add);
        return names;
    }

    private static JsonObject links(String slug) {
        var links = new JsonObject();
        links.addProperty("details", "/api/v1/models/" + slug + "/endpoints");
        return links;
    }
}
