package dev.powerstrip.ledger;

import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was spent, added up. */
record Spending(long calls, BigDecimal cost, long promptTokens, long completionTokens) {

    private static final long SECONDS_A_DAY = 24 * 60 * 60;

    /** One key on one day, which begins at 00:00 UTC. */
    record KeyDay(String keyHash, LocalDate day) {}

    /** What each key spent on each day, by when its exchanges began. */
    static Map<KeyDay, Spending> of(Collection<CallRecord> records) {
        var sums = new LinkedHashMap<KeyDay, Spending>();
        for (var record : records) {
            var day = LocalDate.ofEpochDay(Math.floorDiv(record.started().getEpochSecond(), SECONDS_A_DAY));
            record.text("key").ifPresent(key -> sums.merge(new KeyDay(key, day), of(record), Spending::plus));
        }
        return sums;
    }

    private static Spending of(CallRecord record) {
        return new Spending(1, record.cost().orElse(BigDecimal.ZERO), record.number("prompt_tokens"),
            record.number("completion_tokens"));
    }

    private Spending plus(Spending other) {
        return new Spending(calls + other.calls, cost.add(other.cost), promptTokens + other.promptTokens,
            completionTokens + other.completionTokens);
    }
}
