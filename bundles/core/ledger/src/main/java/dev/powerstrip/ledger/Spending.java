package dev.powerstrip.ledger;

import dev.powerstrip.sdk.sink.CallRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was spent, added up. */
record Spending(long calls, BigDecimal cost, long promptTokens, long completionTokens) {

    private static final int DAY_LENGTH = "2026-01-31".length();

    /** One key on one day, which begins at 00:00 UTC. */
    record KeyDay(String keyHash, LocalDate day) {}

    /** What each key spent on each day, by when its exchanges began. */
    static Map<KeyDay, Spending> of(Collection<CallRecord> records) {
        var sums = new LinkedHashMap<KeyDay, Spending>();
        for (var record : records) {
            record.text("key").ifPresent(key -> sums.merge(new KeyDay(key, day(record)), of(record), Spending::plus));
        }
        return sums;
    }

    /** A time in UTC begins with its day. */
    private static LocalDate day(CallRecord record) {
        return LocalDate.parse(record.text("started").orElseThrow().substring(0, DAY_LENGTH));
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
