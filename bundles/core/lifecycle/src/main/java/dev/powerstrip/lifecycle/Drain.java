package dev.powerstrip.lifecycle;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends retired revisions once their last lease is back, or when they have had time enough. One thread. */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Worker worker;
    private final Instances instances;
    private final PluginBundles bundles;
    private final Supplier<Duration> timeout;
    private final Runnable afterwards;

    /** @param afterwards runs after each end */
    Drain(Worker worker, Instances instances, PluginBundles bundles, Supplier<Duration> timeout, Runnable afterwards) {
        this.worker = worker;
        this.instances = instances;
        this.bundles = bundles;
        this.timeout = timeout;
        this.afterwards = afterwards;
    }

    /** Takes no new leases from now on. Nobody may find the revision any more. */
    void retire(Slot slot, LiveRevision live) {
        slot.draining().add(live);
        var deadline = worker.later(timeout.get(), () -> end(slot, live));
        live.retire(() -> worker.run(() -> {
            deadline.cancel(false);
            end(slot, live);
        }));
    }

    private void end(Slot slot, LiveRevision live) {
        if (!slot.draining().remove(live)) {
            return;
        }
        if (live.leases() > 0) {
            LOG.warn("{} is taken away with {} calls still running: drainTimeout is over", live.revision(),
                live.leases());
        }
        end(live);
        LOG.info("{} has ended", live.revision());
        afterwards.run();
    }

    void end(LiveRevision live) {
        instances.end(live.instance());
        bundles.release(live.target().jar());
    }
}
