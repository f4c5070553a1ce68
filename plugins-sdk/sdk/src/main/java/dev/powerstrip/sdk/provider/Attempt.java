package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One try at one endpoint, on one thread. It may be cancelled from any thread at any time: whatever waits on it then fails
 * at once with an {@link IOException}, also before there is an answer to close.
 */
@ProviderType
public interface Attempt {

    Endpoint endpoint();

    /** The operator's {@code baseUrl}, or else the plugin's default, with this path below it. */
    URI uri(String path);

    /** The credential to use now; empty where the operator gave none and the upstream needs none. */
    Optional<Secret> credential();

    /**
     * The headers to send with every request of this attempt: the operator's, the trace, and those of the client that may
     * pass on, such as {@code anthropic-beta}.
     */
    Headers headers();

    /** Lets the core send the request and drive the reader: retrying, cancelling and metering are not the adapter's. */
    default ProviderResponse exchange(UpstreamRequest request, AnswerReader reader) {
        return new ProviderResponse.Exchange(request, reader);
    }

    /** Sends a request and waits for the head of its answer; for what needs several calls. The caller closes it. */
    UpstreamResponse send(UpstreamRequest request) throws IOException;

    /**
     * Says what to send should this attempt end before the upstream's work: to one that goes on working, and charging, when
     * nobody listens any more. The gateway sends it once, on a thread of its own, so that nobody waits for it, and does not read
     * the answer.
     *
     * @return to be run when the upstream's work is over: nothing is sent then
     */
    Runnable ifAbandoned(UpstreamRequest request);

    /**
     * Gets what a URL that the client gave leads to, for an upstream that takes no URLs: an image, a document. The gateway
     * does so only where its operator allows it, over HTTPS, from public addresses, without redirects to another host, up
     * to 20 MB and for ten seconds.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException saying why not; it is meant for the client, and is to be let through
     * @throws IOException if the attempt was cancelled
     */
    Fetched fetch(URI url) throws IOException;

    /** Waits, for polling and pacing; fails at once when the attempt is cancelled. */
    void pause(Duration time) throws IOException;
}
