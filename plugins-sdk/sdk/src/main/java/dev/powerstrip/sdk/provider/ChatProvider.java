package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ChatRequest;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers chat requests by one kind of upstream. One instance serves all its endpoints; must be thread-safe. */
@ConsumerType
public non-sealed interface ChatProvider extends Provider {

    /**
     * Says how this attempt is answered. An HTTP adapter returns {@code attempt.exchange(..)} and does no I/O itself.
     *
     * <p>The request is in one of the endpoint's {@link Endpoint#forms() forms}, or else in the canonical form, which
     * every provider accepts. Called on the exchange's own thread, which may block.
     *
     * @throws IOException if the upstream could not be reached: another endpoint may be tried
     * @throws dev.powerstrip.sdk.error.GatewayException if the request has been decided against, classed by whose fault; where
     *         it is the client's and nothing was sent, the client hears of it only if no other endpoint answers
     */
    ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException;
}
