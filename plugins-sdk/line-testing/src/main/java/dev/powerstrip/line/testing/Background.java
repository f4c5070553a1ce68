package dev.powerstrip.line.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on another thread, and how it ended. */
public final class Background<T> {

    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private Background(Callable<T> work) {
        var thread = new Thread(() -> run(work), "test background");
        thread.setDaemon(true);
        thread.start();
    }

    public static <T> Background<T> start(Callable<T> work) {
        return new Background<>(work);
    }

    private void run(Callable<T> work) {
        try {
            outcome.complete(work.call());
        } catch (Throwable thrown) {
            outcome.completeExceptionally(thrown);
        }
    }

    /** What the work returned or threw; waits 50 seconds for it, then fails the test. */
    public T result() throws Exception {
        try {
            return outcome.get(50, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (TimeoutException e) {
            throw new AssertionError("the work in the background did not end", e);
        }
    }

    public boolean ended() {
        return outcome.isDone();
    }
}
