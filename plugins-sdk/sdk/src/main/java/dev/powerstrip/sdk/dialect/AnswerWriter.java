package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import org.osgi.annotation.versioning.ConsumerType;

/** Says one answer to one client. One thread. */
@ConsumerType
public interface AnswerWriter {

    /** {@code text/event-stream}, {@code application/json} or another; asked once the first bytes were written. */
    String contentType();

    /** The bytes that say this chunk; empty if there is nothing to say yet. */
    byte[] write(Chunk chunk);

    /**
     * The bytes that show a client what one attempt sent upstream. Called before any chunk, once for each attempt, only for
     * a streamed request that says {@code "debug": {"echo_upstream_body": true}}.
     *
     * @param body as it was sent, without the headers
     */
    default byte[] sent(byte[] body) {
        return new byte[0];
    }

    /**
     * The bytes that tell a client in the middle of a stream that the answer failed; the stream ends after them. Where there
     * is no way to tell, as in sound, they are empty: then the connection is broken off.
     */
    byte[] fail(GatewayException error);

    /** The bytes that keep a waiting client's connection alive and mean nothing. */
    byte[] keepAlive();
}
