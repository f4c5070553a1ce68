package dev.powerstrip.upstream;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that ends what takes too long and does what is due from time to time. Thread-safe. */
final class Alarms {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Alarms::thread);

    /** Starts the thread at once: one that was first needed within a plugin's call would hold its class loader. */
    Alarms() {
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartAllCoreThreads();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-upstream-alarms");
        thread.setDaemon(true);
        thread.setContextClassLoader(Alarms.class.getClassLoader());
        return thread;
    }

    /** Does that after so long, unless the alarm is closed before that. The action must not block. */
    Alarm in(Duration time, Runnable action) {
        var task = timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    void every(Duration time, Runnable action) {
        timer.scheduleWithFixedDelay(action, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        timer.shutdownNow();
    }

    /** Something that happens unless it is called off. */
    interface Alarm {

        void close();
    }
}
