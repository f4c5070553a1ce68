package dev.powerstrip.sdk.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Holds an answer of the fake upstream until the test lets it go on. Stays open once opened. Thread-safe. */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Lets through whoever waits, and whoever comes later. */
    public void open() {
        opened.countDown();
    }

    /** Waits until an answer has come this far. */
    public void awaitReached() {
        Patience.await(reached, Patience.USUAL, "an answer reached the gate");
    }

    /** Waits until an answer has come this far; fails the test after that time. */
    public void awaitReached(Duration patience) {
        Patience.await(reached, patience, "an answer reached the gate");
    }

    void reach() {
        reached.countDown();
    }

    boolean isOpen() {
        return opened.getCount() == 0;
    }

    CountDownLatch opened() {
        return opened;
    }
}
