package dev.powerstrip.line;

import dev.powerstrip.sdk.upstream.Fetched;
import java.io.IOException;
import java.net.URI;

/** Gets what URLs lead to that clients gave, through the egress gate. */
@FunctionalInterface
public interface Fetcher {

    /**
     * All of it, on the calling thread.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException {@code INVALID_REQUEST}, saying to the client why not
     * @throws IOException if the work was cancelled
     */
    Fetched fetch(URI url, Cancellation cancellation) throws IOException;
}
