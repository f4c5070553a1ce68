package dev.powerstrip.bench;

import java.util.Arrays;

/** Many durations in nanoseconds, of which percentiles are wanted. */
final class Samples {

    private long[] values = new long[1 << 12];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    /** The smallest sample that so many percent do not exceed, in milliseconds; not a number when there is none. */
    double millis(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(values, 0, count);
        int rank = (int) Math.ceil(percent / 100 * count);
        return values[Math.max(rank, 1) - 1] / 1e6;
    }
}
