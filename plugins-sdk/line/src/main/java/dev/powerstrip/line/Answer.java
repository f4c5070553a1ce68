package dev.powerstrip.line;

import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.util.Optional;

/** A committed answer, chunk by chunk. One thread. Closing it ends the attempt and gives the provider's lease back. */
public interface Answer extends AutoCloseable {

    Endpoint endpoint();

    /** The form its chunks are in: the client's own, or the canonical one. */
    Form form();

    /**
     * The next chunk, waited for; empty after the terminal one.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if the upstream breaks off, stalls, or tells of an error
     * @throws ClientGoneException if the exchange was cancelled
     */
    Optional<Chunk> next() throws IOException;

    @Override
    void close();
}
