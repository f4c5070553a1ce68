package dev.powerstrip.dispatch;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The chunks of one answer, from wherever they come. Those before the first content are held back until there is some.
 * One thread.
 */
abstract class Flow {

    private final Deque<Chunk> ready = new ArrayDeque<>(8);
    private boolean content;
    private boolean terminal;
    private boolean misread;

    /** Waits for the first content, or for the end of an answer that has none. */
    final void commit(Deadline deadline) throws IOException {
        while (!content && !terminal) {
            patience(deadline.patience());
            pull();
        }
    }

    /** The next chunk, waited for; empty after the terminal one. */
    final Optional<Chunk> next() throws IOException {
        while (ready.isEmpty()) {
            if (terminal) {
                return Optional.empty();
            }
            pull();
        }
        return Optional.of(ready.remove());
    }

    /** Takes in what the answer says; nothing counts after its end. */
    final void add(Chunk chunk) {
        if (!terminal) {
            content |= chunk.content();
            terminal = chunk.terminal();
            ready.add(chunk);
        }
    }

    final boolean terminal() {
        return terminal;
    }

    /** What was read made no sense to the adapter. */
    final void misreading() {
        misread = true;
    }

    final boolean misread() {
        return misread;
    }

    static GatewayException brokenOff() {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider's answer broke off");
    }

    /** How long the next pulls may wait. */
    abstract void patience(Duration time);

    /** Waits for more of the answer and adds it; fails where it has broken off. Not called after the terminal chunk. */
    abstract void pull() throws IOException;

    /** Ends it, complete or not. */
    abstract void close() throws IOException;
}
