package dev.powerstrip.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads away what an answered client still sends, for two seconds at most, and ends the exchange then. To close at once
 * would reset the connection, or the stream of HTTP/2, and the answer would be lost to a client that reads only when it
 * has sent all.
 */
final class Linger implements Invocable.Task {

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Request request;
    private final Callback callback;
    private final ReentrantLock lock = new ReentrantLock();
    private final long started = System.nanoTime();
    private boolean over;
    private Scheduler.Task deadline;

    Linger(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    void start() {
        deadline = request.getComponents().getScheduler().schedule(this::end, MOST_NANOS, TimeUnit.NANOSECONDS);
        run();
    }

    @Override
    public void run() {
        lock.lock();
        try {
            while (!over) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                chunk.release();
                if (chunk.isLast() || Content.Chunk.isFailure(chunk) || System.nanoTime() - started > MOST_NANOS) {
                    end();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            if (!over) {
                over = true;
                deadline.cancel();
                callback.succeeded();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
