package dev.powerstrip.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames on the threads that bring them: who finds the file free writes everything that is queued, in one write,
 * and the others wait for that. Thread-safe.
 */
final class Appender {

    private static final int BATCH_BYTES = 256 * 1024;

    private final Segments segments;
    private final Runnable onWritten;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Pending> batch = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BATCH_BYTES);
    private boolean closed;

    /** @param onWritten runs after each batch; must not block */
    Appender(Segments segments, Runnable onWritten) {
        this.segments = segments;
        this.onWritten = onWritten;
    }

    /** Returns when the frame is written; waits also through an interrupt, because its fate has to be known. */
    void append(Frame frame) throws IOException {
        var pending = new Pending(frame);
        queue.add(pending);
        boolean interrupted = false;
        while (pending.outcome == null) {
            if (!writeQueued() && pending.outcome == null) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        pending.check();
    }

    /** Writes one batch of what is queued; false if another thread is writing, which then wakes who is left over. */
    private boolean writeQueued() {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            takeBatch();
            if (!batch.isEmpty()) {
                writeBatch();
            }
        } finally {
            batch.clear();
            writing.unlock();
        }
        var next = queue.peek();
        if (next != null) {
            LockSupport.unpark(next.caller);
        }
        return true;
    }

    /** Takes from the queue what fits into one write. */
    private void takeBatch() {
        int bytes = 0;
        for (var head = queue.peek(); head != null; head = queue.peek()) {
            bytes += head.frame.size();
            if (bytes > BATCH_BYTES && !batch.isEmpty()) {
                return;
            }
            batch.add(queue.remove());
        }
    }

    private void writeBatch() {
        try {
            if (closed) {
                throw new IOException("the journal is closed");
            }
            segments.append(framed());
            onWritten.run();
        } catch (Throwable failed) {
            // An Error too: who waits here has to be told whatever happens to the thread that writes for it.
            batch.forEach(pending -> pending.end(failed));
            return;
        }
        batch.forEach(pending -> pending.end(Pending.WRITTEN));
    }

    private ByteBuffer framed() {
        int first = batch.get(0).frame.size();
        var bytes = first > BATCH_BYTES ? ByteBuffer.allocate(first) : buffer.clear();
        batch.forEach(pending -> pending.frame.writeTo(bytes));
        return bytes.flip();
    }

    /** Waits for the batch that is being written; whoever comes later is refused. */
    void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
        writeQueued();
    }

    /** A frame, and the thread that waits for it to be written. */
    private static final class Pending {

        private static final Object WRITTEN = new Object();

        private final Frame frame;
        private final Thread caller = Thread.currentThread();
        private volatile Object outcome;

        Pending(Frame frame) {
            this.frame = frame;
        }

        void end(Object how) {
            outcome = how;
            if (caller != Thread.currentThread()) {
                LockSupport.unpark(caller);
            }
        }

        void check() throws IOException {
            if (outcome instanceof Throwable failure) {
                throw new IOException("the record cannot be written: " + failure.getMessage(), failure);
            }
        }
    }
}
