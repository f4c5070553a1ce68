package dev.powerstrip.sdk.json;

import java.util.Arrays;

/**
 * Where the long values of a document end: noted while it is checked, so that whoever looks into it later jumps over them
 * instead of reading them again. Written by the check only.
 */
final class LongValues {

    /** A shorter value is read faster than it is found. */
    private static final int LONG = 256;
    private static final int NOT_NOTED = -1;

    private int[] starts = {};
    private int[] ends = {};
    private int size;

    /** A value begins; values begin in the order of the document. */
    int begin(int start, int documentEnd) {
        if (documentEnd - start < LONG) {
            return NOT_NOTED;
        }
        if (size == starts.length) {
            int room = Math.max(16, size * 2);
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
        }
        starts[size] = start;
        return size++;
    }

    /** It ends here. A short one is forgotten: it is the last, as nothing within it can be long. */
    void end(int slot, int end) {
        if (slot == NOT_NOTED) {
            return;
        }
        if (end - starts[slot] < LONG) {
            size = slot;
        } else {
            ends[slot] = end;
        }
    }

    /** Where the value that begins here ends; 0 if that was not noted. */
    int endOf(int start) {
        int slot = Arrays.binarySearch(starts, 0, size, start);
        return slot < 0 ? 0 : ends[slot];
    }
}
