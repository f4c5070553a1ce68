package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to revisions that kept failing: something else is to serve in their place, and after a while they may try again,
 * each time after a longer one. One thread.
 */
final class Quarantine {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Worker worker;
    private final Supplier<Limits> limits;
    private final Reconciler reconciler;
    private final Runnable goBack;
    private final Map<String, Strikes> strikes = new HashMap<>();

    /** @param goBack makes current what else there is, the quarantined revisions left out */
    Quarantine(Worker worker, Supplier<Limits> limits, Reconciler reconciler, Runnable goBack) {
        this.worker = worker;
        this.limits = limits;
        this.reconciler = reconciler;
        this.goBack = goBack;
    }

    void enter(LiveRevision live) {
        var time = time(live);
        LOG.warn("{} is quarantined: it kept failing, at last with {}; it is tried again in {}", live.revision(),
            live.quarantined().orElseThrow().last(), time);
        goBack.run();
        letGoAfter(time, live.target(), live.revision().number());
    }

    /** Knows the revision by its number: held until then, it would hold its plugin's class loader. */
    private void letGoAfter(Duration time, Target target, int number) {
        worker.later(time, () -> {
            reconciler.letGo(target, number);
            goBack.run();
        });
    }

    /**
     * Somebody knows better, and wants it tried again now.
     *
     * @throws GatewayException if nothing of it is here
     */
    void release(Slot slot) {
        if (!reconciler.letGo(slot)) {
            throw new GatewayException(ErrorType.UNPROCESSABLE, "nothing of %s is quarantined".formatted(slot.id()));
        }
        strikes.remove(slot.name());
        LOG.info("{} is let out of its quarantine by hand", slot.id());
    }

    private Duration time(LiveRevision live) {
        var before = strikes.get(live.revision().name());
        boolean again = before != null && before.target.equals(live.target());
        int count = again ? before.count + 1 : 0;
        strikes.put(live.revision().name(), new Strikes(live.target(), count));
        var time = limits.get().quarantine().multipliedBy(1L << Math.min(count, 20));
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    /** How often that target was quarantined after the first time. */
    private record Strikes(Target target, int count) {}
}
