package dev.powerstrip.lifecycle;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where one call into plugin code at a time is written down while it runs. Its thread enters and leaves; the watchdog ends
 * it when it takes too long. Whoever moves the state away from a running call owns what is written here.
 */
final class Place {

    private static final long FREE = 0;
    private static final long CHANGING = -1;
    private static final long WAITING = -2;
    private static final long LATE = -3;

    /** What is going on; a positive number is the look at which plugin code began to run. */
    private final AtomicLong state = new AtomicLong(FREE);
    private Thread thread;
    private LeasedPlugin<?> lease;
    private long lateSince;
    private boolean stuck;

    /** Takes the place for a call, if it is free. */
    boolean take(Thread caller, LeasedPlugin<?> by, long now) {
        if (state.get() != FREE || !state.compareAndSet(FREE, CHANGING)) {
            return false;
        }
        thread = caller;
        lease = by;
        state.set(now);
        return true;
    }

    /** Ends the call, on its thread; false if it was late, and then the thread is not interrupted any more. */
    boolean leave() {
        long before = own();
        if (before == LATE) {
            // Whatever it did not answer to, the interruption was meant for this call only.
            Thread.interrupted();
        }
        if (stuck) {
            stuck = false;
            lease.live().stuck().decrementAndGet();
        }
        thread = null;
        lease = null;
        state.set(FREE);
        return before != LATE;
    }

    /** Takes the state over, also from a watchdog that has only begun. */
    private long own() {
        while (true) {
            long now = state.get();
            if (now != CHANGING && state.compareAndSet(now, CHANGING)) {
                return now;
            }
            Thread.onSpinWait();
        }
    }

    /** Plugin code does not run meanwhile; false if this is not the place of that call, or the call is late already. */
    boolean pause(Thread caller, LeasedPlugin<?> by) {
        // Only its own thread can find itself here.
        return thread == caller && lease == by && ownRunning() && waits();
    }

    private boolean ownRunning() {
        long since = state.get();
        while (since > FREE || since == CHANGING) {
            if (since != CHANGING && state.compareAndSet(since, CHANGING)) {
                return true;
            }
            since = state.get();
        }
        return false;
    }

    private boolean waits() {
        state.set(WAITING);
        return true;
    }

    void resume(long now) {
        state.set(now);
    }

    /** The watchdog's look at it. */
    void look(long now, Watchdog watchdog) {
        long since = state.get();
        if (since > FREE && now - since >= watchdog.shortestLimit() && state.compareAndSet(since, CHANGING)) {
            state.set(now - since >= watchdog.limit(lease) ? late(now, watchdog) : since);
        } else if (since == LATE && state.compareAndSet(LATE, CHANGING)) {
            if (!stuck && now - lateSince >= watchdog.grace()) {
                stuck = true;
                lease.live().stuck().incrementAndGet();
                watchdog.stuck(thread, lease);
            }
            state.set(LATE);
        }
    }

    private long late(long now, Watchdog watchdog) {
        lateSince = now;
        watchdog.late(thread, lease);
        thread.interrupt();
        return LATE;
    }
}
