package dev.powerstrip.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that ends what takes too long and does what is due from time to time. Alarms are set for every read and
 * hardly any ever rings, so setting one is a write to a field, and the thread looks at all of them twenty times a second.
 * Thread-safe.
 */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    /** What times are counted from: the clock may stand at any number. */
    private static final long ORIGIN = System.nanoTime();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Alarms::thread);
    private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();

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

    /** An alarm that is not set yet. The action must not block. */
    Alarm ringing(Runnable action) {
        var alarm = new Alarm(action);
        alarms.add(alarm);
        return alarm;
    }

    private void ring() {
        long now = now();
        for (var alarm : alarms) {
            if (alarm.due <= now) {
                alarm.off();
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

    private static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /** Something that happens unless it is called off. One thread sets it. */
    final class Alarm {

        private static final long NEVER = Long.MAX_VALUE;

        private final Runnable action;
        private volatile long due = NEVER;

        private Alarm(Runnable action) {
            this.action = action;
        }

        /** Rings after so long, or a moment later. */
        void in(long nanos) {
            due = now() + nanos;
        }

        void off() {
            due = NEVER;
        }

        /** Rings no more. */
        void close() {
            alarms.remove(this);
        }
    }
}
