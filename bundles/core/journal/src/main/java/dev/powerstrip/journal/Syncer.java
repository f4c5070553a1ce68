package dev.powerstrip.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs what was written to the disk soon after, on one thread of its own: a sync may take half a second, and no caller
 * waits for it.
 */
final class Syncer {

    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);
    private static final Duration GATHERING = Duration.ofMillis(500);

    private final Segments segments;
    private final Thread thread = new Thread(this::run, "journal-sync");
    private volatile boolean unsynced;
    private volatile boolean closing;
    private boolean failing;

    Syncer(Segments segments) {
        this.segments = segments;
        thread.setDaemon(true);
        thread.setContextClassLoader(Syncer.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Something was written. */
    void wrote() {
        if (!unsynced) {
            unsynced = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closing) {
            if (!unsynced) {
                LockSupport.park(this);
                continue;
            }
            LockSupport.parkNanos(this, GATHERING.toNanos());
            unsynced = false;
            sync();
        }
    }

    private void sync() {
        try {
            segments.sync();
            failing = false;
        } catch (IOException failed) {
            unsynced = true;
            if (!failing) {
                LOG.error("the journal cannot be synced; a power cut would lose records: {}", failed.toString());
            }
            failing = true;
        }
    }

    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
