package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A revision that serves. It counts its leases; once retired it gives no new ones, and the return of the last one is
 * told. It knows how they went, and whether it is quarantined for that. Thread-safe.
 */
final class LiveRevision {

    /** Added to the number of leases when the revision is retired: a negative number gives no more. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(LiveRevision.class);

    private final Revision revision;
    private final Target target;
    private final Instance instance;
    private final Optional<ProviderInfo> provider;
    private final Instant since;
    private final Boundary boundary;
    private final TrackRecord trackRecord = new TrackRecord();
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicReference<Quarantined> quarantined = new AtomicReference<>();
    private final AtomicInteger leases = new AtomicInteger();
    private volatile boolean quarantineOver;
    private final Map<Object, Runnable> recalls = new ConcurrentHashMap<>();
    private volatile Runnable whenDrained = () -> {};
    private volatile boolean recalled;

    LiveRevision(Revision revision, Target target, Instance instance, Optional<ProviderInfo> provider, Instant since,
        Boundary boundary) {
        this.revision = revision;
        this.target = target;
        this.instance = instance;
        this.provider = provider;
        this.since = since;
        this.boundary = boundary;
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

    Boundary boundary() {
        return boundary;
    }

    /** How many calls have not come back although they were interrupted. */
    AtomicInteger stuck() {
        return stuck;
    }

    /** Present once it failed too often: leases taken from then on let nobody through. */
    Optional<Quarantined> quarantined() {
        return Optional.ofNullable(quarantined.get());
    }

    /** Its quarantine is over: another instance of it may try. */
    void letGo() {
        quarantineOver = true;
    }

    /** True while nothing else is to be made of its jar and settings. */
    boolean stays() {
        return quarantined().isEmpty() || !quarantineOver;
    }

    /** It comes back from a quarantine: one more failure, and it goes there again. */
    void suspect() {
        trackRecord.suspect(boundary.limits().failuresInRow());
    }

    void wentWell() {
        trackRecord.wentWell();
    }

    /** Plugin code failed at the boundary; one too many puts it into quarantine. */
    void failed(String words) {
        if (trackRecord.isClean()) {
            LOG.warn("{} failed: {}", revision, words);
        }
        if (trackRecord.failed(boundary.limits())
            && quarantined.compareAndSet(null, new Quarantined(Instant.now(), words))) {
            boundary.quarantine(this);
        }
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
