package dev.powerstrip.dispatch;

import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.provider.ChunkSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An answer that the adapter itself produces; waits as long as the adapter does. */
final class SourceFlow extends Flow {

    private final ChunkSource source;
    private final ProviderLease lease;

    SourceFlow(ChunkSource source, ProviderLease lease) {
        this.source = source;
        this.lease = lease;
    }

    @Override
    void patience(Duration time) {}

    @Override
    void pull() throws IOException {
        if (!lease.call(any -> added(source.next()))) {
            throw brokenOff();
        }
    }

    /** Within the boundary: what the adapter hands on may be nothing at all. */
    private boolean added(Optional<Chunk> chunk) {
        chunk.ifPresent(this::add);
        return chunk.isPresent();
    }

    @Override
    void close() throws IOException {
        lease.call(any -> {
            source.close();
            return true;
        });
    }
}
