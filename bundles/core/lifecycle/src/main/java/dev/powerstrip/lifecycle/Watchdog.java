package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.Plugins.StuckCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks at the running calls again and again, interrupts those that take too long, and tells of those
 * that do not come back even so.
 */
final class Watchdog {

    static final Duration LOOK = Duration.ofMillis(250);
    /** From the interruption until the call is taken for stuck. */
    static final Duration GRACE = Duration.ofSeconds(1);
    private static final int LINES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final RunningCalls calls;
    private final Supplier<Limits> limits;
    private final List<StuckCalls> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "powerstrip-watchdog");
    private volatile boolean stopped;

    Watchdog(RunningCalls calls, Supplier<Limits> limits) {
        this.calls = calls;
        this.limits = limits;
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.setContextClassLoader(Watchdog.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    Registration tell(StuckCalls listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void run() {
        long next = System.nanoTime();
        while (!stopped) {
            next += LOOK.toNanos();
            rest(next);
            try {
                calls.look(this);
            } catch (RuntimeException | Error bug) {
                LOG.error("A look at the calls into plugins failed", bug);
            }
            next = Math.max(next, System.nanoTime() - LOOK.toNanos());
        }
    }

    /** A look that was missed because the process stood still counts for nobody. */
    private void rest(long until) {
        for (long left = until - System.nanoTime(); left > 0 && !stopped; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** In looks, whatever the plugin. */
    long shortestLimit() {
        var now = limits.get();
        return looks(now.callTimeout().compareTo(now.sinkTimeout()) < 0 ? now.callTimeout() : now.sinkTimeout());
    }

    /** How long a call of that plugin may take, in looks. */
    long limit(LeasedPlugin<?> lease) {
        return looks(timeout(lease));
    }

    private Duration timeout(LeasedPlugin<?> lease) {
        return limits.get().time(lease.live().target().jar().id().kind());
    }

    long grace() {
        return looks(GRACE);
    }

    private static long looks(Duration time) {
        return Math.max(1, time.dividedBy(LOOK));
    }

    /** A call takes too long and is about to be interrupted. */
    void late(Thread caller, LeasedPlugin<?> lease) {
        LOG.warn("{} has not come back for {}: interrupted{}", lease.revision(), timeout(lease), where(caller));
        lease.failed("did not come back within " + timeout(lease));
    }

    private static String where(Thread caller) {
        var at = new StringBuilder();
        var stack = caller.getStackTrace();
        for (int line = 0; line < Math.min(LINES, stack.length); line++) {
            at.append(line == 0 ? ", at " : ", ").append(stack[line]);
        }
        return at.toString();
    }

    /** A call has not come back although it was interrupted. */
    void stuck(Thread caller, LeasedPlugin<?> lease) {
        LOG.warn("{} is stuck: it did not answer to its interruption, and its thread is lost{}", lease.revision(),
            where(caller));
        listeners.forEach(listener -> listener.stuck(caller, lease.revision()));
    }
}
