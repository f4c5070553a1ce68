package dev.powerstrip.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a revision's instance away, on a thread of its own: one that does not come back from it holds up no other change.
 * It has the time of a call; then it is interrupted, and if that does not help it counts as stuck until it comes back. All but
 * the plugin's part is done on the worker's thread.
 */
final class Deactivation {

    private static final Logger LOG = LoggerFactory.getLogger(Deactivation.class);

    private final LiveRevision live;
    private final Instances instances;
    private final Worker worker;
    private final Runnable afterwards;
    private final Thread thread;
    private final Duration limit;
    private Future<?> alarm = CompletableFuture.completedFuture(null);
    private boolean stuck;

    /** @param afterwards runs when the plugin has come back, however long that takes */
    Deactivation(LiveRevision live, Instances instances, Worker worker, Runnable afterwards) {
        this.live = live;
        this.instances = instances;
        this.worker = worker;
        this.afterwards = afterwards;
        this.thread = new Thread(this::run, "powerstrip-deactivate-" + live.revision().plugin());
        this.limit = live.boundary().limits().time(live.target().jar().id().kind());
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
        alarm = worker.later(limit, this::interrupt);
    }

    private void run() {
        try {
            instances.end(live.instance());
        } catch (RuntimeException failed) {
            LOG.error("{} was not deactivated in order", live.revision(), failed);
        } finally {
            worker.run(this::over);
        }
    }

    private void interrupt() {
        LOG.warn("{} has not come back from its deactivation for {}: interrupted", live.revision(), limit);
        thread.interrupt();
        alarm = worker.later(Watchdog.GRACE, this::giveUp);
    }

    private void giveUp() {
        LOG.warn(
            "{} is stuck: its deactivation did not answer to its interruption; its jar stays loaded until it comes back",
            live.revision());
        stuck = true;
        live.stuck().incrementAndGet();
    }

    private void over() {
        alarm.cancel(false);
        if (stuck) {
            live.stuck().decrementAndGet();
        }
        afterwards.run();
    }
}
