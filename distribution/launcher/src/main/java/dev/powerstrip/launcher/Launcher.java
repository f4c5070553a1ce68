package dev.powerstrip.launcher;

import dev.powerstrip.launcher.Container.Ready;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/** Runs the gateway in this process until it is told to end. */
public final class Launcher {

    private static final long START_SECONDS = 60;
    private static final long STOP_MILLIS = 10_000;

    private final RunOptions options;
    private final PrintStream out;
    private final PrintStream errors;
    private final CompletableFuture<Void> toldToEnd = new CompletableFuture<>();

    public Launcher(RunOptions options, PrintStream out, PrintStream errors) {
        this.options = options;
        this.out = out;
        this.errors = errors;
    }

    /** @return the process's exit code: 0 if it did as it was told */
    public int run() throws IOException, RefusedException, InterruptedException {
        var installation = Installation.current();
        var home = options.home();
        home.create();
        var lock = home.lock();
        try {
            home.withdrawAddress();
            System.setProperty("powerstrip.log.directory", home.log().toString());
            Signals.handle(() -> toldToEnd.complete(null));
            var container = new Container(installation, options, BundleList.of(installation.lib()));
            if (!comesUp(container)) {
                return 1;
            }
            toldToEnd.join();
            home.withdrawAddress();
            return end(container);
        } catch (BundleException | InvalidSyntaxException broken) {
            throw new IllegalStateException("the framework failed: " + broken.getMessage(), broken);
        } finally {
            lock.close();
        }
    }

    /** Returns when the gateway serves, or is told to end before that; false if it cannot come up. */
    private boolean comesUp(Container container) throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(toldToEnd, failure(container), container.ready()).get(START_SECONDS,
                TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            errors.printf("Powerstrip did not come up within %d s:%n", START_SECONDS);
            new Diagnosis(container).all().forEach(line -> errors.println("  " + line));
            return false;
        } catch (ExecutionException broken) {
            errors.println("Powerstrip cannot start: " + broken.getCause().getMessage());
            return false;
        }
        if (!toldToEnd.isDone()) {
            greet(container.ready().join());
        }
        return true;
    }

    /** Starts, and completes only if that fails: not on this thread, so that a bundle that hangs is told of as well. */
    private static CompletableFuture<Void> failure(Container container) {
        var failure = new CompletableFuture<Void>();
        var thread = new Thread(() -> {
            try {
                container.start();
                var fatal = new Diagnosis(container).fatal();
                if (!fatal.isEmpty()) {
                    throw new RefusedException(String.join("\n  ", fatal));
                }
            } catch (BundleException | InvalidSyntaxException | RefusedException | RuntimeException broken) {
                failure.completeExceptionally(broken);
            }
        }, "start");
        thread.setDaemon(true);
        thread.start();
        return failure;
    }

    private void greet(Ready ready) throws IOException {
        options.home().publish(ready.address());
        long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.printf("Powerstrip ready on %s in %d ms%n%s%n", ready.address(), millis, ready.report().stripTrailing());
        out.flush();
    }

    private int end(Container container) throws BundleException, InvalidSyntaxException, InterruptedException {
        if (!options.dev() && container.ready().isDone()) {
            container.drain();
        }
        if (container.stop(STOP_MILLIS)) {
            return 0;
        }
        errors.printf("Powerstrip did not stop within %d s; it ends anyway%n",
            TimeUnit.MILLISECONDS.toSeconds(STOP_MILLIS));
        return 1;
    }
}
