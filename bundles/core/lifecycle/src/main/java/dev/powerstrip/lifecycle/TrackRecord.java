package dev.powerstrip.lifecycle;

import java.util.concurrent.atomic.AtomicInteger;

/** How a revision's last twenty uses went: whether plugin code failed. A use that went well costs a look. Thread-safe. */
final class TrackRecord {

    private static final int WINDOW = (1 << 20) - 1;

    /** A bit for each use, the latest at the right; set where it failed. */
    private final AtomicInteger failures = new AtomicInteger();

    /** The next failure is to count as the last of so many in a row. */
    void suspect(int inRow) {
        failures.set((1 << Math.max(0, inRow - 1)) - 1);
    }

    /** True if none of the last twenty failed. */
    boolean isClean() {
        return failures.get() == 0;
    }

    void wentWell() {
        if (failures.get() != 0) {
            failures.updateAndGet(last -> last << 1 & WINDOW);
        }
    }

    /** Takes a failure down; true if that is one too many. */
    boolean failed(Limits limits) {
        int last = failures.updateAndGet(before -> (before << 1 | 1) & WINDOW);
        int inRow = Integer.numberOfTrailingZeros(~last);
        return limits.failuresInRow() > 0 && inRow >= limits.failuresInRow()
            || limits.failuresOf20() > 0 && Integer.bitCount(last) >= limits.failuresOf20();
    }
}
