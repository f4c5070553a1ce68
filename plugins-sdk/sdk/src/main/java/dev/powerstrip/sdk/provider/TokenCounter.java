package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.CountRequest;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Counts the tokens of chat requests as one kind of upstream counts them. A provider whose adapter has not this contract is
 * not asked: the gateway estimates, and says so. One instance serves all its endpoints; must be thread-safe.
 */
@ConsumerType
public non-sealed interface TokenCounter extends Provider {

    /**
     * Says how this attempt is answered, with one whole chunk. An HTTP adapter returns {@code attempt.exchange(..)} and
     * does no I/O itself.
     *
     * <p>The request is in a form that the endpoint speaks; the answer has to be in
     * {@link dev.powerstrip.sdk.form.Form#TOKEN_COUNT}. Called on the exchange's own thread, which may block.
     *
     * @throws IOException if the upstream could not be reached: another endpoint may be tried
     * @throws dev.powerstrip.sdk.error.GatewayException if the request has been decided against, classed by whose fault
     */
    ProviderResponse count(CountRequest request, Attempt attempt) throws IOException;
}
