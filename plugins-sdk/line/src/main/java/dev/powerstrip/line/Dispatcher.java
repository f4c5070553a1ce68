package dev.powerstrip.line;

import dev.powerstrip.sdk.chat.ModelRequest;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Tries a plan's endpoints until one answers. Owns everything before commitment. */
public interface Dispatcher {

    /**
     * Waits for the first endpoint whose answer has content, and hands its answer on from the beginning.
     *
     * @param canonical says the request in the canonical form; asked only for an endpoint that does not speak its form
     * @throws dev.powerstrip.sdk.error.GatewayException the last endpoint's failure, when none is left
     * @throws ClientGoneException if the exchange was cancelled
     */
    Answer dispatch(Plan plan, ModelRequest request, UnaryOperator<ModelRequest> canonical, Exchange exchange)
        throws IOException;
}
