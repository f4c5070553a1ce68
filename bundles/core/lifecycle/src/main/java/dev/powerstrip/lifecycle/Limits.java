package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginKind;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What a plugin may do at the boundary before something is done about it.
 *
 * @param callTimeout for one stretch of plugin code
 * @param sinkTimeout for one batch that a sink takes
 * @param failuresInRow after so many a revision is quarantined; 0 never
 * @param failuresOf20 after so many among the last twenty, in any order; 0 never
 * @param quarantine how long the first one lasts
 */
record Limits(Duration callTimeout, Duration sinkTimeout, int failuresInRow, int failuresOf20, Duration quarantine) {

    /** @throws IllegalArgumentException naming the setting that is none */
    static Limits of(LifecycleConfig config) {
        return new Limits(duration("callTimeout", config.callTimeout()), duration("sinkTimeout", config.sinkTimeout()),
            config.quarantineInRow(), config.quarantineOf20(),
            duration("quarantineTime", config.quarantineTime()));
    }

    /** How long one stretch of code of such a plugin may take. */
    Duration time(PluginKind kind) {
        return kind == PluginKind.SINK ? sinkTimeout : callTimeout;
    }

    private static Duration duration(String key, String text) {
        try {
            var duration = Duration.parse(text);
            if (duration.compareTo(Watchdog.LOOK) >= 0) {
                return duration;
            }
        } catch (DateTimeParseException malformed) {
            throw wrong(key, text);
        }
        throw wrong(key, text);
    }

    private static IllegalArgumentException wrong(String key, String text) {
        return new IllegalArgumentException(("etc/lifecycle.cfg.json: %s has to be an ISO-8601 duration of at least "
            + "%s such as \"PT10S\"; it is \"%s\"").formatted(key, Watchdog.LOOK, text));
    }
}
