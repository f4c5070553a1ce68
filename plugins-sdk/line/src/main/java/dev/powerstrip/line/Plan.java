package dev.powerstrip.line;

import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;

/**
 * Which endpoints to try, in order, and why others are left out.
 *
 * @param endpoints at least one
 */
public record Plan(List<Endpoint> endpoints, List<LeftOut> leftOut) {

    /** An endpoint that is not tried, and why. */
    public record LeftOut(Endpoint endpoint, String reason) {}
}
