package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Outcome;
import dev.powerstrip.line.Outcome.Fault;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares how requests go at a newer revision with how they go at the current one, at the same time. Sound for small
 * numbers and for looking after each request. Thread-safe.
 */
final class Comparison {

    private static final double SLACK_MILLIS = 50;

    private final Thresholds thresholds;
    private final Map<Fault, RateBet> rates = new EnumMap<>(Fault.class);
    private final List<Measure> measures;
    private final Tally newer = new Tally();
    private final Tally current = new Tally();

    /**
     * When a newer revision is worse.
     *
     * @param minimum how many of its requests have to have ended before anything is said
     * @param falseAlarm the chance that a revision is called worse which is not
     * @param tolerance by which factor its measurements may be worse without being called so
     */
    record Thresholds(int minimum, double falseAlarm, double tolerance) {}

    Comparison(Thresholds thresholds) {
        this.thresholds = thresholds;
        double by = thresholds.tolerance();
        for (var fault : Fault.values()) {
            rates.put(fault, new RateBet());
        }
        WorseBet.Worse lower = (mine, theirs) -> mine * by < theirs;
        WorseBet.Worse higher = (mine, theirs) -> mine > theirs * by;
        measures = List.of(
            new Measure("milliseconds to the first token", Outcome::firstToken,
                (mine, theirs) -> mine > theirs * by + SLACK_MILLIS),
            new Measure("bytes of text a second", Outcome::pace, lower),
            new Measure("bytes of text for each completion token counted", Outcome::textPerToken, lower),
            new Measure("bytes of text for each completion token counted", Outcome::textPerToken, higher),
            new Measure("bytes of request for each prompt token counted", Outcome::requestPerToken, lower),
            new Measure("bytes of request for each prompt token counted", Outcome::requestPerToken, higher));
    }

    /** @param share of the newer revision, from 0 to 1, when the request came */
    synchronized void add(Outcome outcome, boolean isNewer, double share) {
        (isNewer ? newer : current).add(outcome);
        outcome.faults().forEach(fault -> rates.get(fault).happened(isNewer, share));
        measures.forEach(measure -> measure.add(outcome, isNewer));
    }

    /** In which way the newer one is worse; empty if it cannot be called so. */
    synchronized Optional<String> verdict() {
        if (newer.requests < thresholds.minimum()) {
            return Optional.empty();
        }
        double won = rates.values().stream().mapToDouble(RateBet::winnings).sum()
            + measures.stream().mapToDouble(Measure::winnings).sum();
        double staked = rates.size() + measures.size();
        return won < staked / thresholds.falseAlarm() ? Optional.empty() : Optional.of(best());
    }

    /** What the bet says that has won most. */
    private String best() {
        var rate = Collections.max(rates.entrySet(), Comparator.comparingDouble(one -> one.getValue().winnings()));
        var measure = Collections.max(measures, Comparator.comparingDouble(Measure::winnings));
        return rate.getValue().winnings() >= measure.winnings() ? words(rate.getKey()) : measure.words();
    }

    private String words(Fault fault) {
        return "%s: %d of %d, against %d of %d of the current revision".formatted(fault.words(), newer.of(fault),
            newer.requests, current.of(fault), current.requests);
    }

    synchronized Counts counts() {
        return new Counts(newer.requests, newer.faulty, current.requests, current.faulty);
    }

    /** Requests that have ended, and how many of them went wrong. */
    record Counts(long newer, long newerFaulty, long current, long currentFaulty) {}

    /** What was seen of one revision. */
    private static final class Tally {

        private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        private long requests;
        private long faulty;

        void add(Outcome outcome) {
            requests++;
            faulty += outcome.faults().isEmpty() ? 0 : 1;
            outcome.faults().forEach(fault -> faults.merge(fault, 1L, Long::sum));
        }

        long of(Fault fault) {
            return faults.getOrDefault(fault, 0L);
        }
    }
}
