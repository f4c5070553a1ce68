package dev.powerstrip.line;

import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;

/** The outbound HTTP client and the one egress gate. */
public interface Upstream {

    /**
     * Sends a request and waits for the head of its answer, whatever its status. Reads the socket on the calling thread.
     * A kept connection that turns out stale before a byte of the answer came is replaced once.
     *
     * @throws java.net.SocketTimeoutException if connecting or the head took longer than the provider's settings allow
     * @throws IOException if the upstream could not be reached or broke off, or the work was cancelled
     * @throws dev.powerstrip.sdk.error.GatewayException if the egress gate does not let it out
     */
    Response send(UpstreamRequest request, ProviderSettings settings, Cancellation cancellation) throws IOException;

    /** An answer whose patience can be set. */
    interface Response extends UpstreamResponse {

        /** How long a read may wait for the next bytes before it fails with a {@code SocketTimeoutException}. */
        void readTimeout(Duration timeout);
    }
}
