package dev.powerstrip.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The one thread on which load and mock upstream live: they share a clock, need no lock, and cost so little that the
 * target on the other core is what limits.
 */
final class Loop implements AutoCloseable {

    /** Between two looks at the sockets, so that much due work does not delay what has arrived. */
    private static final int MOST_TIMERS_AT_ONCE = 32;

    /** Something to do at a time; whoever owns it may schedule it again once it has run. */
    static final class Timer implements Comparable<Timer> {

        private final Runnable action;
        private long due;

        Timer(Runnable action) {
            this.action = action;
        }

        long due() {
            return due;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(due, other.due);
        }
    }

    private final Selector selector;
    private final ByteBuffer readBuffer = ByteBuffer.allocate(64 << 10);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final boolean sleepless;
    private long idle;

    /** Sleeps while there is nothing to do, in whole milliseconds. */
    Loop() throws IOException {
        this(false);
    }

    private Loop(boolean sleepless) throws IOException {
        this.sleepless = sleepless;
        selector = Selector.open();
    }

    /**
     * Never sleeps while it runs. Waking a thread is work that the kernel does in whoever wrote to it; on a virtual machine it
     * took up to a third of what a target seemed to use, and the more the longer the target let the load sleep.
     */
    static Loop sleepless() throws IOException {
        return new Loop(true);
    }

    /** An empty one for all connections, because nobody keeps what was read. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Runs the action, on this thread, whenever the channel is ready. */
    SelectionKey register(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** @param due a time of {@link System#nanoTime()} */
    void schedule(Timer timer, long due) {
        timer.due = due;
        timers.add(timer);
    }

    /** Serves sockets and timers for as long as there is something to wait for. */
    void run(BooleanSupplier going) throws IOException {
        long turn = System.nanoTime();
        while (going.getAsBoolean()) {
            boolean moreDue = runDue();
            int ready = sleepless || moreDue ? selector.selectNow(this::ready)
                : selector.select(this::ready, millisToNext());
            long next = System.nanoTime();
            if (sleepless && !moreDue && ready == 0) {
                idle += next - turn;
            }
            turn = next;
        }
    }

    /** For how long it has looked in vain so far: time that load and mock upstream used, but did not need. */
    long idleNanos() {
        return idle;
    }

    /** Returns true if more is due. */
    private boolean runDue() {
        for (int count = 0; count < MOST_TIMERS_AT_ONCE; count++) {
            var first = timers.peek();
            if (first == null || first.due > System.nanoTime()) {
                return false;
            }
            timers.poll();
            first.action.run();
        }
        return true;
    }

    private long millisToNext() {
        var first = timers.peek();
        long nanos = first == null ? TimeUnit.SECONDS.toNanos(1) : first.due - System.nanoTime();
        return Math.max(1, (nanos + 999_999) / 1_000_000);
    }

    private void ready(SelectionKey key) {
        ((Runnable) key.attachment()).run();
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
