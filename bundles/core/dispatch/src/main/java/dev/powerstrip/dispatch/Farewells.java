package dev.powerstrip.dispatch;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells upstreams that nobody waits for their work any more, and keeps nobody waiting for that. Thread-safe. */
final class Farewells {

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

    private final Upstream upstream;
    private final ThreadPoolExecutor senders = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MOST_WAITING), Farewells::thread);
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor(Farewells::thread);

    Farewells(Upstream upstream) {
        this.upstream = upstream;
        senders.prestartAllCoreThreads();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-farewells");
        thread.setDaemon(true);
        return thread;
    }

    /** Sends it soon, unless too many wait already. */
    void send(UpstreamRequest request, ProviderSettings settings) {
        try {
            senders.execute(() -> sendNow(request, settings));
        } catch (RejectedExecutionException tooMany) {
            LOG.warn("{} is not told that a call was given up: {} such messages wait", settings.id(), MOST_WAITING);
        }
    }

    private void sendNow(UpstreamRequest request, ProviderSettings settings) {
        var cancellation = new Cancellation();
        var limit = limits.schedule(cancellation::cancel, LIMIT.toSeconds(), TimeUnit.SECONDS);
        try (var response = upstream.send(request, settings, cancellation)) {
            LOG.debug("{} was told that a call was given up, and answered {}", settings.id(), response.status());
        } catch (IOException | GatewayException failed) {
            LOG.warn("{} could not be told that a call was given up: {}", settings.id(), failed.getMessage());
        } finally {
            limit.cancel(false);
        }
    }

    /** Sends what waits, for a short while. */
    void stop() {
        senders.shutdown();
        try {
            if (!senders.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} upstreams are not told that their calls were given up", senders.getQueue().size());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            limits.shutdownNow();
        }
    }
}
