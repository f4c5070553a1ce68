package dev.powerstrip.journal;

import dev.powerstrip.line.Journal;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records from the journal to one sink, until the sink is gone. Each batch goes to the revision that is current
 * then, so a swap is a hand-over between two batches.
 */
final class SinkPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkPump.class);
    private static final int MOST = 500;
    private static final Duration WAIT = Duration.ofSeconds(1);
    /** Records of a busy gateway come in batches, not one by one. */
    private static final Duration GATHERING = Duration.ofMillis(200);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Journal journal;
    private final Plugins plugins;
    private final Pause pause;
    private final ReentrantLock handing = new ReentrantLock();
    private Duration backoff = Duration.ZERO;
    /** True after a full batch: then more records wait. */
    private boolean more;
    private volatile boolean stopping;

    SinkPump(String name, Journal journal, Plugins plugins, Pause pause) {
        this.name = name;
        this.journal = journal;
        this.plugins = plugins;
        this.pause = pause;
    }

    @Override
    public void run() {
        try (var cursor = journal.cursor("sink." + name)) {
            while (!stopping && pump(cursor)) {
                rest();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("the sink {} is stopped", name);
        } catch (IOException failed) {
            LOG.error("the position of the sink {} cannot be read: {}", name, failed.toString());
        }
    }

    private void rest() throws InterruptedException {
        if (!backoff.isZero()) {
            pause.rest(backoff);
        } else if (!more) {
            pause.rest(GATHERING);
        }
    }

    /** Carries one batch, if there is one; false if the sink is gone. */
    private boolean pump(Journal.Cursor cursor) throws InterruptedException {
        try {
            var batch = cursor.read(MOST, WAIT);
            more = batch.size() == MOST;
            return hand(batch, cursor);
        } catch (IOException | GatewayException | PluginFailedException failed) {
            if (!stopping) {
                failed(failed);
            }
            return !stopping;
        }
    }

    /** Under a lock, so that {@link #stop} interrupts waiting and never a sink or the move of a position. */
    private boolean hand(List<CallRecord> batch, Journal.Cursor cursor) throws IOException {
        handing.lock();
        try {
            var current = plugins.lease(LogSink.class, name);
            if (current.isEmpty() || stopping) {
                return false;
            }
            try (var lease = current.get()) {
                if (batch.isEmpty()) {
                    return true;
                }
                lease.call(sink -> {
                    sink.write(batch);
                    return true;
                });
            }
            cursor.advance();
            succeeded();
            return true;
        } finally {
            handing.unlock();
        }
    }

    private void failed(Exception failure) {
        if (backoff.isZero()) {
            LOG.warn("the sink {} does not take records, which wait in the journal: {}", name, failure.getMessage());
        }
        var doubled = backoff.isZero() ? FIRST_BACKOFF : backoff.multipliedBy(2);
        backoff = doubled.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : doubled;
    }

    private void succeeded() {
        if (!backoff.isZero()) {
            LOG.info("the sink {} takes records again", name);
        }
        backoff = Duration.ZERO;
    }

    /** Ends the pump after the batch that is under way, if that takes no longer than a few seconds. */
    void stop(Thread thread) throws InterruptedException {
        stopping = true;
        if (!handing.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("the sink {} is still busy with a batch; it is offered again after the next start", name);
            return;
        }
        try {
            thread.interrupt();
        } finally {
            handing.unlock();
        }
        thread.join();
    }
}
