package dev.powerstrip.journal;

import java.time.Duration;

/** How a thread rests; a test rests without waiting. */
interface Pause {

    void rest(Duration time) throws InterruptedException;
}
