package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.Comparison.Counts;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Outcome;
import dev.powerstrip.line.Outcome.Fault;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.line.PluginAdmin.TrialStatus;
import dev.powerstrip.sdk.sink.EndState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A newer revision that gets a share of the requests, chosen by the hash of their ids, and is compared with the current
 * one. From the moment at which it is worse it gets none. Thread-safe.
 */
final class Trial {

    /** A request without content for so long counts as one whose client gave up. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int THREADS_ALLOWED = 8;
    private static final int LOOK_FOR_THREADS_EVERY = 20;

    private final LiveRevision newer;
    private final LiveRevision current;
    private final Comparison comparison;
    private final Clock clock;
    private final ToIntFunction<LiveRevision> threads;
    private final Consumer<Trial> onBreach;
    private final int minimum;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private volatile Steps steps;
    private volatile int at;
    private volatile Instant since;
    private volatile long requestsBefore;
    private volatile String breach = "";

    /**
     * @param threads counts those that a revision has left running
     * @param onBreach told once, on the thread of some request or the caller's of {@link #look}; must not block
     */
    Trial(LiveRevision newer, LiveRevision current, Steps steps, Comparison.Thresholds thresholds, Clock clock,
        ToIntFunction<LiveRevision> threads, Consumer<Trial> onBreach) {
        this.newer = newer;
        this.current = current;
        this.steps = steps;
        this.comparison = new Comparison(thresholds);
        this.minimum = thresholds.minimum();
        this.clock = clock;
        this.threads = threads;
        this.onBreach = onBreach;
        this.since = clock.instant();
    }

    LiveRevision newer() {
        return newer;
    }

    LiveRevision current() {
        return current;
    }

    Steps steps() {
        return steps;
    }

    /** Which of its steps it is at. */
    int at() {
        return at;
    }

    int percent() {
        return breach.isEmpty() ? steps.percents().get(at) : 0;
    }

    /** In which way the newer one is worse; empty if it is not. */
    Optional<String> breach() {
        return breach.isEmpty() ? Optional.empty() : Optional.of(breach);
    }

    /** Other shares from now on; what has been seen so far counts on. */
    void restep(Steps other, int index) {
        steps = other;
        begin(index);
    }

    private void begin(int index) {
        at = index;
        since = clock.instant();
        requestsBefore = comparison.counts().newer();
    }

    LiveRevision choose(Exchange exchange) {
        return share(exchange.id()) < percent() * 100 ? newer : current;
    }

    /** From 0 to 9999, the same whenever it is asked for the same request, and another for another trial. */
    private int share(String id) {
        int mixed = (id.hashCode() ^ newer.revision().number() * 0x27D4EB2F) * 0x9E3779B9;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
        return Math.floorMod(mixed ^ mixed >>> 13, 10_000);
    }

    /** Follows a request to its end, once, also if it leases the provider several times. */
    void follow(Exchange exchange, LiveRevision leased) {
        if (leased != newer && leased != current) {
            return;
        }
        var begun = new Running(exchange, leased == newer, exchange.now(), clock.instant(), percent() / 100.0);
        if (running.putIfAbsent(exchange.id(), begun) == null) {
            exchange.watchedBy((any, end) -> ended(begun, end));
        }
    }

    private void ended(Running begun, EndState end) {
        if (running.remove(begun.exchange.id()) == null) {
            return;
        }
        var leased = begun.isNewer ? newer : current;
        add(begun, begun.exchange.outcome(leased.revision(), begun.leased, end));
    }

    private void add(Running begun, Outcome outcome) {
        comparison.add(outcome, begun.isNewer, begun.share);
        if (breach.isEmpty()) {
            comparison.verdict().ifPresent(this::worse);
        }
        if (begun.isNewer && comparison.counts().newer() % LOOK_FOR_THREADS_EVERY == 0) {
            countThreads();
        }
    }

    private synchronized void worse(String words) {
        if (breach.isEmpty()) {
            breach = words;
            onBreach.accept(this);
        }
    }

    private void countThreads() {
        int left = threads.applyAsInt(newer) - threads.applyAsInt(current);
        if (left > THREADS_ALLOWED) {
            worse("threads that it started and left running: %d more than the current revision".formatted(left));
        }
    }

    /** Looks at what no request tells by its end: those that do not end, and threads. To be called from time to time. */
    void look() {
        var late = clock.instant().minus(PATIENCE);
        running.values().stream().filter(one -> one.begun.isBefore(late) && !one.exchange.answered())
            .filter(one -> running.remove(one.exchange.id()) != null)
            .forEach(one -> add(one, new Outcome(Set.copyOf(EnumSet.of(Fault.GIVEN_UP)), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty())));
        countThreads();
    }

    /** The next step, if this one has lasted and was seen enough; empty if it goes on. */
    Optional<Integer> due() {
        boolean over = !clock.instant().isBefore(since.plus(steps.step()));
        return breach.isEmpty() && over && seen() >= minimum && at + 1 < steps.percents().size() ? Optional.of(at + 1)
            : Optional.empty();
    }

    /** Goes on to that step. */
    void advance(int index) {
        begin(index);
    }

    private long seen() {
        return comparison.counts().newer() - requestsBefore;
    }

    Counts counts() {
        return comparison.counts();
    }

    TrialStatus status() {
        var counts = comparison.counts();
        return new TrialStatus(percent(), steps.percents(), steps.step(), counts.newer(), counts.newerFaulty(),
            counts.current(), counts.currentFaulty(), next());
    }

    private String next() {
        if (!breach.isEmpty()) {
            return "is taken back: " + breach;
        }
        if (at + 1 == steps.percents().size()) {
            return "stays at %d %% until told otherwise".formatted(percent());
        }
        long missing = minimum - seen();
        return "%d %% from %s on%s".formatted(steps.percents().get(at + 1), since.plus(steps.step()),
            missing > 0 ? ", once %d more requests have been seen".formatted(missing) : "");
    }

    /** A request under way. */
    private record Running(Exchange exchange, boolean isNewer, Instant leased, Instant begun, double share) {}
}
