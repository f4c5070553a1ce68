package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes what runs. Once stopped it takes work and does none. */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Worker::thread,
        (work, stopped) -> LOG.debug("The gateway stops: {} is not done any more", work));

    /** Its thread starts now: started later, within a plugin's call, it would hold that plugin's loader on JDK 17. */
    Worker() {
        thread.setRemoveOnCancelPolicy(true);
        thread.prestartAllCoreThreads();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-lifecycle");
        thread.setDaemon(true);
        thread.setContextClassLoader(Worker.class.getClassLoader());
        return thread;
    }

    void run(Runnable work) {
        thread.execute(() -> attempt(work));
    }

    /**
     * Has it done and waits for what comes of it.
     *
     * @throws GatewayException as the work threw it, or if it is not done in time
     */
    <T> T ask(Supplier<T> work, Duration limit) {
        var asked = new FutureTask<>(work::get);
        thread.execute(asked);
        try {
            return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException said ? said : new IllegalStateException(failed);
        } catch (TimeoutException busy) {
            throw new GatewayException(ErrorType.UNAVAILABLE,
                "it was not done within %d s, and may be done yet".formatted(limit.toSeconds()), busy);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException(ErrorType.UNAVAILABLE, "the gateway stops", stopped);
        }
    }

    /** Runs it later; cancelling it before makes it forgotten at once. */
    Future<?> later(Duration delay, Runnable work) {
        return thread.schedule(() -> attempt(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.error("A change of plugins was not carried through", bug);
        }
    }

    /** Ends the thread and waits for what it is doing. */
    void stop(Duration limit) {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Work on plugins did not end within {}", limit);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
