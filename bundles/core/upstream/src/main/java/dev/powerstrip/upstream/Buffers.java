package dev.powerstrip.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Spare arrays to write from, the one that was used last first: it is still in the processor's cache. Thread-safe. */
final class Buffers {

    private static final int SIZE = 64 * 1024;
    private static final int MOST_SPARE = 16;

    private final Lock lock = new ReentrantLock();
    private final Deque<byte[]> spare = new ArrayDeque<>();

    /** An array that holds anything. */
    byte[] take() {
        lock.lock();
        try {
            return spare.isEmpty() ? new byte[SIZE] : spare.removeLast();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an array that nobody uses any more; one that has grown meanwhile is not kept. */
    void giveBack(byte[] array) {
        lock.lock();
        try {
            if (array.length == SIZE && spare.size() < MOST_SPARE) {
                spare.addLast(array);
            }
        } finally {
            lock.unlock();
        }
    }
}
