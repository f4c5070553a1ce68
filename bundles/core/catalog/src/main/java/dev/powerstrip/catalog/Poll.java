package dev.powerstrip.catalog;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks at something every so often, on a thread of its own. */
final class Poll implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    Poll(String name, Duration every, Runnable look) {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Poll.class.getClassLoader());
            return thread;
        });
        timer.scheduleWithFixedDelay(look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks once, besides. */
    void now(Runnable look) {
        timer.execute(look);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
