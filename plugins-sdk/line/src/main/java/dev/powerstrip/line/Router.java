package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import java.util.function.UnaryOperator;

/** Decides which endpoints are tried, and in which order. */
public interface Router {

    /**
     * The plan for a request.
     *
     * @param canonical says a chat in the canonical form, as its dialect does
     * @throws dev.powerstrip.sdk.error.GatewayException if no endpoint is left
     */
    Plan plan(ModelRequest request, UnaryOperator<ModelRequest> canonical, Principal principal);
}
