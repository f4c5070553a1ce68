package dev.powerstrip.lifecycle;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What every revision has in common where the gateway meets its code. Thread-safe. */
final class Boundary {

    private final RunningCalls calls;
    private final Supplier<Limits> limits;
    private final Consumer<LiveRevision> quarantine;

    /** @param quarantine told once of each revision that failed too often, on any thread; must not block */
    Boundary(RunningCalls calls, Supplier<Limits> limits, Consumer<LiveRevision> quarantine) {
        this.calls = calls;
        this.limits = limits;
        this.quarantine = quarantine;
    }

    RunningCalls calls() {
        return calls;
    }

    Limits limits() {
        return limits.get();
    }

    void quarantine(LiveRevision live) {
        quarantine.accept(live);
    }
}
