package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up, on threads of its own. The system may take half a minute over one and cannot be told to stop; it
 * holds a thread of the JDK's scheduler meanwhile, and behind 256 of these every virtual thread stands still (seen on 25).
 * Thread-safe.
 */
final class HostNames {

    private static final int THREADS = 16;
    private static final String CLOSED = "the gateway looks up no more names";

    private final Resolver resolver;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), HostNames::thread);
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> pending = new ConcurrentHashMap<>();

    /** Starts the threads at once: one that was first needed within a plugin's call would hold its class loader. */
    HostNames(Resolver resolver) {
        this.resolver = resolver;
        threads.prestartAllCoreThreads();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "powerstrip-host-names");
        thread.setDaemon(true);
        thread.setContextClassLoader(HostNames.class.getClassLoader());
        return thread;
    }

    /**
     * Looks a name up, once for all who ask for it meanwhile.
     *
     * @return fails with an {@link IOException}, as with {@link UnknownHostException}; cancelling it disturbs nobody else
     */
    CompletableFuture<InetAddress[]> lookUp(String host) {
        return pending.computeIfAbsent(host, this::begin).copy();
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        var found = new CompletableFuture<InetAddress[]>();
        try {
            threads.execute(() -> find(host, found));
        } catch (RejectedExecutionException closed) {
            found.completeExceptionally(new IOException(CLOSED, closed));
        }
        return found;
    }

    private void find(String host, CompletableFuture<InetAddress[]> found) {
        try {
            found.complete(resolver.resolve(host));
        } catch (UnknownHostException | RuntimeException failed) {
            found.completeExceptionally(failed);
        } finally {
            pending.remove(host, found);
        }
    }

    /** Whoever still waits is told. */
    void close() {
        threads.shutdownNow();
        pending.values().forEach(found -> found.completeExceptionally(new IOException(CLOSED)));
    }

    /** Looks up a host's name, however long that takes. */
    @FunctionalInterface
    interface Resolver {

        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
