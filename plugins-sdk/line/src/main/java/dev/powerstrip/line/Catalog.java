package dev.powerstrip.line;

import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Map;

/** Models, endpoints and prices: what provider plugins and the operator say. Answers from memory. */
public interface Catalog {

    /** Every model served now, by slug in catalogue order, with its endpoints. */
    Map<String, List<Endpoint>> models();

    /**
     * The endpoints of a model, in catalogue order.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException {@code UNKNOWN_MODEL}, naming the nearest three
     */
    List<Endpoint> endpoints(String model);
}
