package dev.powerstrip.sdk.provider;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A time of the day in UTC, from a minute up to another that is not part of it; over midnight if the other is earlier.
 *
 * @param from the first minute
 * @param to the minute after the last; the same as the first takes the whole day
 */
public record Hours(LocalTime from, LocalTime to) {

    /** Always. */
    public static final Hours ALL_DAY = new Hours(LocalTime.MIN, LocalTime.MIN);

    private static final DateTimeFormatter HHMM = DateTimeFormatter.ofPattern("HHmm");

    static Hours of(String start, String end, String path) {
        return new Hours(minute(start, path + ".utc_start"), minute(end, path + ".utc_end"));
    }

    private static LocalTime minute(String text, String path) {
        try {
            return LocalTime.parse(text, HHMM);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                "%s is \"%s\": write UTC as \"HHMM\", such as \"1630\"".formatted(path, text), e);
        }
    }

    String start() {
        return from.format(HHMM);
    }

    String end() {
        return to.format(HHMM);
    }

    /** True if that moment falls into it. */
    public boolean contain(Instant when) {
        if (from.equals(to)) {
            return true;
        }
        var now = LocalTime.ofInstant(when, ZoneOffset.UTC);
        return from.isBefore(to) ? !now.isBefore(from) && now.isBefore(to) : !now.isBefore(from) || now.isBefore(to);
    }
}
