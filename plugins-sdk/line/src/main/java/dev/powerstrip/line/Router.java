package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;

/** Decides which endpoints are tried, and in which order. */
public interface Router {

    /**
     * The plan for a request.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if no endpoint is left
     */
    Plan plan(ModelRequest request, Principal principal);
}
