package dev.powerstrip.lifecycle;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Every call into plugin code that runs now. To be in here costs a call two atomic steps and no memory, since the places
 * are made beforehand. Time is counted in looks of the watchdog. Thread-safe.
 */
final class RunningCalls {

    private static final int FIRST_SIZE = 1024;
    /** Threads are numbered one after the other, so a few steps from its own number each finds a free place. */
    private static final int STEPS = 16;

    private volatile Place[] places = more(new Place[0], FIRST_SIZE);
    private volatile long looks = 1;

    private static Place[] more(Place[] places, int size) {
        return Stream.concat(Arrays.stream(places), Stream.generate(Place::new)).limit(size).toArray(Place[]::new);
    }

    /** Writes down that this thread is about to run plugin code. */
    Place enter(LeasedPlugin<?> lease) {
        var thread = Thread.currentThread();
        while (true) {
            var all = places;
            int first = (int) thread.getId();
            for (int step = 0; step < STEPS; step++) {
                var place = all[first + step & all.length - 1];
                if (place.take(thread, lease, looks)) {
                    return place;
                }
            }
            grow(all);
        }
    }

    private synchronized void grow(Place[] full) {
        if (places == full) {
            places = more(full, full.length * 2);
        }
    }

    /**
     * Says that plugin code on this thread waits for the core; what is given back is to be told when it goes on.
     *
     * @return does nothing where no such call is known or it is late already
     */
    Runnable pause(LeasedPlugin<?> lease) {
        var thread = Thread.currentThread();
        for (var place : places) {
            if (place.pause(thread, lease)) {
                return () -> place.resume(looks);
            }
        }
        return () -> {};
    }

    /** One look at all of them; the watchdog's thread only. */
    void look(Watchdog watchdog) {
        long now = looks + 1;
        looks = now;
        for (var place : places) {
            place.look(now, watchdog);
        }
    }
}
