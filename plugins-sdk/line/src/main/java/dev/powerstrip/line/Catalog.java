package dev.powerstrip.line;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Map;

/** Models, endpoints and prices: what provider plugins and the operator say. Answers from memory. */
public interface Catalog {

    /** Every model served now, by slug in catalogue order, with its endpoints. */
    Map<String, List<Endpoint>> models();

    /**
     * What a request means by a model's name, in catalogue order: a slug, an alias, a name of the kind
     * {@code ~author/family-latest}, each with or without a variant such as {@code :floor}.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException {@code UNKNOWN_MODEL}, naming the nearest three, or
     *         {@code INVALID_REQUEST} if the variant is one that cannot be honoured
     */
    Choice choose(String model);

    /** The endpoints that a request means by a model's name, in catalogue order. */
    default List<Endpoint> endpoints(String model) {
        return choose(model).endpoints();
    }

    /** The model that each name of the kind {@code ~author/family-latest} stands for now. */
    default Map<String, String> latest() {
        return Map.of();
    }

    /** What the providers that are on say of themselves, in the order of their ids. */
    default List<Provider> providers() {
        return List.of();
    }

    /**
     * Asks every upstream for its list of models, on the calling thread. Models of a provider that serves whatever its
     * upstream lists are renewed by it; of the others it is only told what differs.
     *
     * @return what came of it, in a sentence for each provider that has an address
     */
    default Map<String, String> refresh() {
        return Map.of();
    }

    /**
     * What a model's name stands for.
     *
     * @param cheapestFirst whether the name itself asks for the lowest price, whatever else would decide
     */
    record Choice(List<Endpoint> endpoints, boolean cheapestFirst) {

        public Choice {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * A provider that is on.
     *
     * @param facts {@code headquarters}, {@code privacy_policy_url} and their like, as {@code models.json} has them
     */
    record Provider(String id, String name, JsonObject facts) {}
}
