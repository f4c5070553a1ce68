package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A revision that serves. It counts its leases; once retired it gives no new ones, and the return of the last one is
 * told. Thread-safe.
 */
final class LiveRevision {

    /** Added to the number of leases when the revision is retired: a negative number gives no more. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final Revision revision;
    private final Target target;
    private final Instance instance;
    private final Optional<ProviderInfo> provider;
    private final Instant since;
    private final AtomicInteger leases = new AtomicInteger();
    private final Map<Object, Runnable> recalls = new ConcurrentHashMap<>();
    private volatile Runnable whenDrained = () -> {};
    private volatile boolean recalled;

    LiveRevision(Revision revision, Target target, Instance instance, Optional<ProviderInfo> provider, Instant since) {
        this.revision = revision;
        this.target = target;
        this.instance = instance;
        this.provider = provider;
        this.since = since;
    }

    Revision revision() {
        return revision;
    }

    Target target() {
        return target;
    }

    Instance instance() {
        return instance;
    }

    /** Present if it is a provider. */
    Optional<ProviderInfo> provider() {
        return provider;
    }

    Instant since() {
        return since;
    }

    int leases() {
        return leases.get() & Integer.MAX_VALUE;
    }

    /** Takes a lease; false if it is retired. */
    boolean acquire() {
        int count = leases.get();
        while (count >= 0) {
            if (leases.compareAndSet(count, count + 1)) {
                return true;
            }
            count = leases.get();
        }
        return false;
    }

    /** Registers what ends the calls of a lease when their time is over; in place of what that lease registered before. */
    void onRecall(Object lease, Runnable action) {
        recalls.put(lease, action);
        if (recalled && recalls.remove(lease, action)) {
            action.run();
        }
    }

    void forgetRecall(Object lease) {
        recalls.remove(lease);
    }

    /** Ends the calls that still run, as far as they can be ended. */
    void recall() {
        recalled = true;
        for (var lease : recalls.keySet()) {
            var action = recalls.remove(lease);
            if (action != null) {
                action.run();
            }
        }
    }

    void release() {
        if (leases.decrementAndGet() == RETIRED) {
            whenDrained.run();
        }
    }

    /**
     * Gives no more leases.
     *
     * @param drained runs once, on the thread that returns the last lease, or at once if there is none
     */
    void retire(Runnable drained) {
        whenDrained = drained;
        if (leases.getAndAdd(RETIRED) == 0) {
            drained.run();
        }
    }
}
