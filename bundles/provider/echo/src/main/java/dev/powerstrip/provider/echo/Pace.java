package dev.powerstrip.provider.echo;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** How fast an answer comes. */
record Pace(Duration firstToken, Duration nextToken) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Of a first delay as configured, and tokens per second; 0 stands for no pauses. */
    static Pace of(String firstTokenDelay, int tokensPerSecond) {
        try {
            return new Pace(Duration.parse(firstTokenDelay),
                tokensPerSecond == 0 ? Duration.ZERO : Duration.ofNanos(NANOS_PER_SECOND / tokensPerSecond));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                "firstTokenDelay: \"%s\" is no ISO-8601 duration; write it like \"PT0.15S\"".formatted(firstTokenDelay),
                e);
        }
    }

    /** How long an answer of so many tokens takes. */
    Duration whole(int tokens) {
        return firstToken.plus(nextToken.multipliedBy(Math.max(0, tokens - 1)));
    }
}
