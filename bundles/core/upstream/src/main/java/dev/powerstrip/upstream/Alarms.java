package dev.powerstrip.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that ends what takes too long and does what is due from time to time. Each call sets alarms and hardly any
 * ever rings, so setting one costs an entry in a set, and the thread looks through the set twenty times a second.
 * Thread-safe.
 */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Alarms::thread);
    private final Set<Alarm> set = ConcurrentHashMap.newKeySet();

    /** Starts the thread at once: one that was first needed within a plugin's call would hold its class loader. */
    Alarms() {
        every(LOOK, this::ring);
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-upstream-alarms");
        thread.setDaemon(true);
        thread.setContextClassLoader(Alarms.class.getClassLoader());
        return thread;
    }

    /** Does that after so long, or a moment later, unless the alarm is closed before. The action must not block. */
    Alarm in(Duration time, Runnable action) {
        var alarm = new Alarm(System.nanoTime(), time.toNanos(), action);
        set.add(alarm);
        return alarm;
    }

    private void ring() {
        long now = System.nanoTime();
        for (var alarm : set) {
            if (now - alarm.since >= alarm.nanos && set.remove(alarm)) {
                ring(alarm);
            }
        }
    }

    /** One that fails must not silence the others. */
    private static void ring(Alarm alarm) {
        try {
            alarm.action.run();
        } catch (RuntimeException failed) {
            LOG.warn("what took too long could not be ended: {}", failed.toString());
        }
    }

    void every(Duration time, Runnable action) {
        timer.scheduleWithFixedDelay(action, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        timer.shutdownNow();
    }

    /** Something that happens unless it is called off. */
    final class Alarm {

        private final long since;
        private final long nanos;
        private final Runnable action;

        private Alarm(long since, long nanos, Runnable action) {
            this.since = since;
            this.nanos = nanos;
            this.action = action;
        }

        void close() {
            set.remove(this);
        }
    }
}
