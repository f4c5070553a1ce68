package dev.powerstrip.sdk.routing;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Orders the endpoints of a model. Called once for each request and model; must be fast and thread-safe. */
@ConsumerType
public interface RoutingStrategy {

    /**
     * The order to try them in.
     *
     * @param candidates in catalogue order; never empty
     * @return some or all of the candidates, each at most once; others are ignored
     */
    List<Endpoint> order(List<Endpoint> candidates, Principal principal);
}
