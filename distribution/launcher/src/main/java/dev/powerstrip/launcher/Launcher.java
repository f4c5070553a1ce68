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
        var started = start(container);
        try {
            CompletableFuture.anyOf(toldToEnd, started, container.ready()).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return failed("Powerstrip did not come up within %d s:".formatted(START_SECONDS), container);
        } catch (ExecutionException broken) {
            return failed("Powerstrip cannot start: " + broken.getCause().getMessage(), container);
        }
        if (!toldToEnd.isDone()) {
            greet(container.ready().join());
        }
        return true;
    }

    /** Completes only if the start fails: not on this thread, so that a bundle whose start hangs is told of as well. */
    private static CompletableFuture<Void> start(Container container) {
        var failure = new CompletableFuture<Void>();
        var thread = new Thread(() -> {
            try {
                container.start();
            } catch (BundleException | InvalidSyntaxException | RuntimeException broken) {
                failure.completeExceptionally(broken);
            }
        }, "start");
        thread.setDaemon(true);
        thread.start();
        return failure;
    }

    private boolean failed(String what, Container container) {
        errors.println(what);
        new Diagnosis(container).lines().forEach(line -> errors.println("  " + line));
        return false;
    }

    private void greet(Ready ready) throws IOException {
        options.home().publish(ready.address());
        long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.printf("Powerstrip ready on %s in %d ms%n%s%n", ready.address(), millis, ready.report().stripTrailing());
        out.flush();
    }

    private int end(Container container) throws BundleException, InvalidSyntaxException, InterruptedException {
        if (!options.dev()) {
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
