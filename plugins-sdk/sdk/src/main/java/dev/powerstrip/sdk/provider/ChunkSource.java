package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.form.Chunk;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Chunks on demand. One thread; {@link #close()} is called once, also after a failure. */
@ConsumerType
public interface ChunkSource extends Closeable {

    /** The next chunk, waited for; empty after the last. */
    Optional<Chunk> next() throws IOException;

    @Override
    default void close() throws IOException {}
}
