package dev.powerstrip.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** Lets an exchange's thread wait for one thing that Jetty does: a write, or bytes to read. */
final class Completion implements Callback, Invocable.Task {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Throwable failure;

    @Override
    public void run() {
        done.countDown();
    }

    @Override
    public void succeeded() {
        done.countDown();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        done.countDown();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Waits; false if it is not done in that time. */
    boolean await(Duration atMost) throws InterruptedIOException {
        try {
            return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the exchange's thread was interrupted");
        }
    }

    /** Why it failed, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}
