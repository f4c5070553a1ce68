package dev.powerstrip.sdk.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something that happens on another thread, and fails the test if it never does. */
final class Patience {

    /** A guard against hanging, not a measure. */
    static final Duration USUAL = Duration.ofSeconds(50);

    private Patience() {}

    static void await(CountDownLatch latch, Duration patience, String what) {
        try {
            if (!latch.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("waited %s in vain until %s".formatted(patience, what));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, e);
        }
    }
}
