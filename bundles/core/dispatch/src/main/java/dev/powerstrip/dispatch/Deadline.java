package dev.powerstrip.dispatch;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.chat.ModelRequest;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Until when a streamed answer's first content has to come. An answer that comes whole may take its time. */
final class Deadline {

    private final Clock clock;
    private final Duration idleTimeout;
    private final Duration firstTokenTimeout;
    private final Instant end;

    private Deadline(Clock clock, ProviderSettings settings, Instant end) {
        this.clock = clock;
        this.idleTimeout = settings.idleTimeout();
        this.firstTokenTimeout = settings.firstTokenTimeout();
        this.end = end;
    }

    /** Of an attempt that has begun: how long anything may take is up to what it does. */
    static Deadline none(ProviderSettings settings, Clock clock) {
        return new Deadline(clock, settings, Instant.MAX);
    }

    static Deadline of(ModelRequest request, ProviderSettings settings, Clock clock) {
        return new Deadline(clock, settings,
            request.streamed() ? clock.instant().plus(settings.firstTokenTimeout()) : Instant.MAX);
    }

    /**
     * How long the next read may wait.
     *
     * @throws SocketTimeoutException if the time is over
     */
    Duration patience() throws SocketTimeoutException {
        if (end == Instant.MAX) {
            return idleTimeout;
        }
        var left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero()) {
            throw new SocketTimeoutException("no content came within the firstTokenTimeout of " + firstTokenTimeout);
        }
        return left.compareTo(idleTimeout) < 0 ? left : idleTimeout;
    }
}
