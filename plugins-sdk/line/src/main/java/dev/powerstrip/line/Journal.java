package dev.powerstrip.line;

import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The durable append log of finished exchanges. Thread-safe. */
public interface Journal {

    /** Writes a record; when this returns it survives the death of the process. */
    void append(CallRecord record) throws IOException;

    /** A record that not every reader has passed yet. */
    Optional<CallRecord> find(String id) throws IOException;

    /** The reader of that name, where it stood when it last moved on; a new one begins at the oldest record kept. */
    Cursor cursor(String name) throws IOException;

    /** Reads the journal from where its reader stands. One thread. */
    interface Cursor extends AutoCloseable {

        /** The next records, waited for; empty if none came in that time. The cursor stays where it is. */
        List<CallRecord> read(int most, Duration wait) throws IOException, InterruptedException;

        /** Moves past what was read last, for good. */
        void advance() throws IOException;

        @Override
        void close();
    }
}
