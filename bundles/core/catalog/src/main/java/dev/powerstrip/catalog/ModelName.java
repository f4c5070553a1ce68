package dev.powerstrip.catalog;

import dev.powerstrip.line.Catalog.Choice;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Pricing;
import java.util.List;
import java.util.Map;

/**
 * Understands a model's name as a request writes it. What is listed under the whole name is meant first, then what is listed
 * under the name without its last variant, then a native name of a provider that allows any.
 */
final class ModelName {

    /** Variants that are no more than a way to choose, and what is missing to do so. */
    private static final Map<String, String> NOT_YET = Map.of("nitro", "it sorts by throughput, which is not measured",
        "exacto", "it sorts by the quality of tool calls, which is not measured", "online",
        "it searches the web first, which this gateway does not do", "extended",
        "no provider serves this model with a longer context", "thinking",
        "no provider serves it so: ask with \"reasoning\" in the request", "batch",
        "no provider serves this model in batches", "beta", "there is no such offer any more");
    private static final String FLOOR = "floor";
    private static final String FREE = "free";

    private final Edition edition;

    ModelName(Edition edition) {
        this.edition = edition;
    }

    Choice choice(String name) {
        var choice = listed(name);
        if (choice.endpoints().isEmpty()) {
            choice = new Choice(edition.unlisted(name), false);
        }
        if (choice.endpoints().isEmpty()) {
            throw unknown(name);
        }
        return choice;
    }

    private Choice listed(String name) {
        var endpoints = edition.listed(name);
        int colon = name.lastIndexOf(':');
        if (!endpoints.isEmpty() || colon < 0) {
            return new Choice(endpoints, false);
        }
        var base = listed(name.substring(0, colon));
        return base.endpoints().isEmpty() ? base : variant(base, name.substring(colon + 1), name);
    }

    private Choice variant(Choice base, String variant, String name) {
        if (variant.equals(FLOOR)) {
            return new Choice(base.endpoints(), true);
        }
        if (variant.equals(FREE)) {
            return new Choice(free(base.endpoints(), name), base.cheapestFirst());
        }
        var why = NOT_YET.getOrDefault(variant, "there is no such variant");
        throw new GatewayException(ErrorType.INVALID_REQUEST,
            "the variant \":%s\" of %s cannot be had: %s; leave it off, or use :floor or :free".formatted(variant,
                name, why));
    }

    private static List<Endpoint> free(List<Endpoint> endpoints, String name) {
        var free = endpoints.stream().filter(endpoint -> endpoint.pricing().filter(Pricing::isFree).isPresent())
            .toList();
        if (free.isEmpty()) {
            throw new GatewayException(ErrorType.NOT_FOUND,
                "nobody serves %s: each provider of that model asks money for it or tells no price".formatted(name));
        }
        return free;
    }

    private GatewayException unknown(String name) {
        return new GatewayException(ErrorType.UNKNOWN_MODEL,
            "%s is not a valid model ID%s; GET /v1/models lists those you may use".formatted(name,
                Nearest.hint(name, edition.models().keySet())));
    }
}
