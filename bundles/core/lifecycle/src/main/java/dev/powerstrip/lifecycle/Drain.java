package dev.powerstrip.lifecycle;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends retired revisions once their last lease is back, or when they have had time enough. One thread. */
final class Drain {

    /** For calls that were ended to tell their clients so. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Worker worker;
    private final Instances instances;
    private final PluginBundles bundles;
    private final Supplier<Duration> timeout;
    private final EventLog events;
    private final Runnable afterwards;
    /** Those of the draining ones whose deactivation has begun. */
    private final Set<LiveRevision> ending = new HashSet<>();

    /** @param afterwards runs after each end */
    Drain(Worker worker, Instances instances, PluginBundles bundles, Supplier<Duration> timeout, EventLog events,
        Runnable afterwards) {
        this.worker = worker;
        this.instances = instances;
        this.bundles = bundles;
        this.timeout = timeout;
        this.events = events;
        this.afterwards = afterwards;
    }

    /** Takes no new leases from now on. Nobody may find the revision any more. */
    void retire(Slot slot, LiveRevision live) {
        slot.draining().add(live);
        var deadline = worker.later(timeout.get(), () -> recall(slot, live));
        live.retire(() -> worker.run(() -> {
            deadline.cancel(false);
            end(slot, live);
        }));
    }

    /** Ends the calls that are left with an error, and then takes it away from under those that do not end. */
    private void recall(Slot slot, LiveRevision live) {
        if (!slot.draining().contains(live)) {
            return;
        }
        var text = "drainTimeout is over: its last %d calls are ended with an error".formatted(live.leases());
        LOG.warn("{}: {}", live.revision(), text);
        events.add(slot.id(), live.revision(), "recalled", text);
        live.recall();
        worker.later(LAST_WORDS, () -> end(slot, live));
    }

    private void end(Slot slot, LiveRevision live) {
        if (!slot.draining().contains(live) || !ending.add(live)) {
            return;
        }
        int left = live.leases();
        if (left > 0) {
            LOG.warn("{} is taken away from under {} calls that did not end", live.revision(), left);
        }
        new Deactivation(live, instances, worker, () -> ended(slot, live, left)).begin();
    }

    private void ended(Slot slot, LiveRevision live, int left) {
        slot.draining().remove(live);
        ending.remove(live);
        bundles.release(live.target().jar());
        LOG.info("{} has ended", live.revision());
        events.add(slot.id(), live.revision(), "ended",
            left > 0 ? "taken away from under %d calls that did not end".formatted(left) : "nobody uses it any more");
        afterwards.run();
    }

    /** Ends it at once, once nothing else is done any more; what is about to end is left to itself. */
    void endNow(LiveRevision live) {
        if (ending.add(live)) {
            instances.end(live.instance());
            bundles.release(live.target().jar());
        }
    }
}
