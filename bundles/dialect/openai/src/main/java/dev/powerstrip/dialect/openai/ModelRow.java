package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Pricing;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One model with its endpoints, in OpenRouter's shape with the members that OpenAI's clients look for. Its price and limits
 * are those of its cheapest endpoint; what the model itself is tells the first endpoint that knows.
 */
final class ModelRow {

    private static final Comparator<Endpoint> CHEAPEST_FIRST = Comparator
        .comparing((Endpoint endpoint) -> endpoint.pricing().isEmpty()).thenComparing(ModelRow::price);

    private final String slug;
    private final List<EndpointFacts> endpoints;
    private final EndpointFacts top;

    ModelRow(String slug, List<Endpoint> endpoints) {
        this.slug = slug;
        this.endpoints = endpoints.stream().map(EndpointFacts::new).toList();
        this.top = this.endpoints.stream().min(Comparator.comparing(EndpointFacts::endpoint, CHEAPEST_FIRST))
            .orElseThrow();
    }

    private static BigDecimal price(Endpoint endpoint) {
        return endpoint.pricing().map(pricing -> pricing.prompt().add(pricing.completion())).orElse(BigDecimal.ZERO);
    }

    String slug() {
        return slug;
    }

    String name() {
        return endpoints.stream().map(facts -> facts.endpoint().name()).filter(name -> !name.equals(slug)).findFirst()
            .orElse(slug);
    }

    String author() {
        return slug.contains("/") ? slug.substring(0, slug.indexOf('/')) : "";
    }

    Stream<Endpoint> endpoints() {
        return endpoints.stream().map(EndpointFacts::endpoint);
    }

    Optional<Pricing> pricing() {
        return top.endpoint().pricing();
    }

    long contextLength() {
        return top.endpoint().contextLength().orElse(0);
    }

    long created() {
        return endpoints().mapToLong(endpoint -> endpoint.created().orElse(0)).max().orElse(0);
    }

    /** What at least one endpoint has. */
    List<String> words(String name) {
        return endpoints().flatMap(endpoint -> endpoint.words(name).stream()).distinct().toList();
    }

    List<String> inputs() {
        return top.modalities("input_modalities");
    }

    List<String> outputs() {
        return top.modalities("output_modalities");
    }

    /** The first that is known. */
    JsonElement fact(String name) {
        return endpoints.stream().map(facts -> facts.fact(name)).filter(fact -> !fact.isJsonNull()).findFirst()
            .orElse(JsonNull.INSTANCE);
    }

    JsonObject json() {
        var model = new JsonObject();
        model.addProperty("id", slug);
        model.addProperty("canonical_slug",
            fact("canonical_slug").isJsonNull() ? slug : fact("canonical_slug").getAsString());
        model.addProperty("object", "model");
        model.addProperty("owned_by", author());
        model.add("hugging_face_id", fact("hugging_face_id"));
        model.addProperty("name", name());
        model.add("description", fact("description"));
        model.add("created", fact("created"));
        model.add("context_length", top.contextLength());
        model.add("architecture", architecture());
        model.add("pricing", top.pricing());
        model.add("top_provider", topProvider());
        model.add("per_request_limits", JsonNull.INSTANCE);
        model.add("supported_parameters", EndpointFacts.array(words("supported_parameters")));
        model.add("default_parameters", fact("default_parameters"));
        if (!fact("reasoning").isJsonNull()) {
            model.add("reasoning", fact("reasoning"));
        }
        model.add("knowledge_cutoff", fact("knowledge_cutoff"));
        model.add("expiration_date", top.fact("expiration_date"));
        model.add("links", links());
        return model;
    }

    /** A row that stands for another. */
    JsonObject as(String alias) {
        var target = new JsonObject();
        target.addProperty("slug", slug);
        target.addProperty("name", name());
        var model = json();
        model.addProperty("id", alias);
        model.add("alias_target", target);
        return model;
    }

    /** With the endpoints themselves instead of what the best of them gives. */
    JsonObject withEndpoints(JsonArray rows) {
        var model = new JsonObject();
        model.addProperty("id", slug);
        model.addProperty("name", name());
        model.add("created", fact("created"));
        model.add("description", fact("description"));
        model.add("architecture", architecture());
        model.add("endpoints", rows);
        return model;
    }

    /** A chat model of which nothing is said reads and writes text. */
    private JsonObject architecture() {
        var architecture = new JsonObject();
        architecture.addProperty("modality", String.join("+", inputs()) + "->" + String.join("+", outputs()));
        architecture.add("input_modalities", EndpointFacts.array(inputs()));
        architecture.add("output_modalities", EndpointFacts.array(outputs()));
        architecture.add("tokenizer", fact("tokenizer"));
        architecture.add("instruct_type", fact("instruct_type"));
        return architecture;
    }

    private JsonObject topProvider() {
        var provider = new JsonObject();
        provider.add("context_length", top.contextLength());
        provider.add("max_completion_tokens", top.maxCompletionTokens());
        provider.add("is_moderated", top.fact("is_moderated"));
        return provider;
    }

    private JsonObject links() {
        var links = new JsonObject();
        links.addProperty("details", "/api/v1/models/" + slug + "/endpoints");
        return links;
    }
}
