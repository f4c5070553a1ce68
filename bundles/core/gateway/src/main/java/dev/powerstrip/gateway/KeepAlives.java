package dev.powerstrip.gateway;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Wakes deliveries that may have been silent for too long. A client that does not read holds up no other one. */
final class KeepAlives implements AutoCloseable {

    private final Duration silence;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService writers;

    KeepAlives(Duration silence) {
        this.silence = silence;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "keep-alive-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.timer.prestartAllCoreThreads();
        this.writers = Executors.newCachedThreadPool(task -> daemon(task, "keep-alive-writer"));
    }

    /** On 17 a thread holds the loaders on its creator's stack: these are made by the core's own threads only. */
    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(KeepAlives.class.getClassLoader());
        return thread;
    }

    /** How long a stream may be silent. */
    Duration silence() {
        return silence;
    }

    /** Runs the action every so often, until it is cancelled. */
    Future<?> every(Runnable action) {
        long millis = silence.toMillis();
        return timer.scheduleWithFixedDelay(() -> writers.execute(action), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs it once, on a thread that may wait for a client. */
    void run(Runnable action) {
        writers.execute(action);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        writers.shutdown();
    }
}
