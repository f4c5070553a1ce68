package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The connections to one destination: lent, given back, kept for the next call, closed when idle. Thread-safe. */
final class Pool {

    /** Less than the minute or so after which most servers close idle connections. */
    private static final long KEPT = Duration.ofSeconds(30).toNanos();
    private static final long FORGOTTEN_AFTER = Duration.ofMinutes(10).toNanos();

    private final Destination destination;
    private final Connector connector;
    private final Lock lock = new ReentrantLock();
    private final Set<Connection> all = new HashSet<>();
    /** Those of them that nobody uses; the one that was used last is at the end, and is lent first. */
    private final Deque<Connection> idle = new ArrayDeque<>();
    /** Who has waited longest is first. Somebody waits only while every connection is lent. */
    private final Queue<CompletableFuture<Connection>> waiting = new ArrayDeque<>();
    private long lastUsed = System.nanoTime();
    private boolean closed;

    /** @throws IOException if the destination's trust store, client certificate or proxy cannot be used */
    Pool(Destination destination, HostNames names) throws IOException {
        this.destination = destination;
        this.connector = new Connector(destination, names);
    }

    Destination destination() {
        return destination;
    }

    Connector connector() {
        return connector;
    }

    /**
     * Lends a connection: one that was kept, or one yet to be made.
     *
     * @return cancelled if the pool is closed meanwhile; who waits no longer has to {@link #withdraw} it
     */
    CompletableFuture<Connection> lease() {
        lock.lock();
        try {
            lastUsed = System.nanoTime();
            closeIdle(lastUsed);
            var lease = new CompletableFuture<Connection>();
            if (closed) {
                lease.cancel(false);
            } else if (!idle.isEmpty()) {
                lease.complete(idle.removeLast());
            } else if (all.size() < destination.maxConnections()) {
                lease.complete(added());
            } else {
                waiting.add(lease);
            }
            return lease;
        } finally {
            lock.unlock();
        }
    }

    private Connection added() {
        var connection = new Connection(Socket::new);
        all.add(connection);
        return connection;
    }

    /** False if it is too late: then the lease brought a connection, which has to be given back. */
    boolean withdraw(CompletableFuture<Connection> lease) {
        if (!lease.cancel(false)) {
            return false;
        }
        lock.lock();
        try {
            waiting.remove(lease);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Breaks a connection off and lends one yet to be made in its place. */
    Connection replace(Connection useless) throws IOException {
        useless.abort();
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the gateway has closed its connections");
            }
            all.remove(useless);
            return added();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a connection back, to be used again or not. */
    void giveBack(Connection connection, boolean reusable) {
        if (!reusable) {
            connection.abort();
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var next = connection;
            if (!reusable) {
                all.remove(connection);
                next = added();
            }
            handOn(next, reusable);
        } finally {
            lock.unlock();
        }
    }

    /** A waiting call may have been cancelled meanwhile: it takes nothing any more. */
    private void handOn(Connection connection, boolean connected) {
        for (var first = waiting.poll(); first != null; first = waiting.poll()) {
            if (first.complete(connection)) {
                return;
            }
        }
        if (connected) {
            connection.rest();
            idle.addLast(connection);
        } else {
            all.remove(connection);
        }
    }

    void closeIdle() {
        lock.lock();
        try {
            closeIdle(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void closeIdle(long now) {
        while (!idle.isEmpty() && now - idle.getFirst().restingSince() > KEPT) {
            var old = idle.removeFirst();
            all.remove(old);
            old.close();
        }
    }

    /** True where nobody has asked for a connection for long and none is left. */
    boolean forgotten() {
        lock.lock();
        try {
            return System.nanoTime() - lastUsed > FORGOTTEN_AFTER && all.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends whatever goes over its connections or waits for one. */
    void close() {
        lock.lock();
        try {
            closed = true;
            all.forEach(Connection::abort);
            waiting.forEach(lease -> lease.cancel(false));
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
