package dev.powerstrip.sdk.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLServerSocket;

/**
 * A real HTTP/1.1 server on a free port of the loopback interface, scripted by the test: it answers as it is told,
 * misbehaves as it is told, and remembers what it was asked. Connections are kept alive. Thread-safe.
 *
 * <pre>{@code
 * try (var upstream = new FakeUpstream()) {
 *     upstream.answer(Reply.json("{}"), Reply.events("[DONE]"));
 *     ...
 *     assertThat(upstream.take().path()).isEqualTo("/v1/chat/completions");
 * }
 * }</pre>
 *
 * A request gets the reply of the first rule that it matches ({@link #on}, {@link #when}), else the next one of the queue
 * ({@link #answer}), else the usual one ({@link #always}), else status 500.
 */
public final class FakeUpstream implements AutoCloseable {

    private static final Reply UNSCRIPTED
        = Reply.json(500, "{\"error\":{\"message\":\"no reply is scripted for this\"}}");

    private final ServerSocket server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final List<Received> log = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Queue<Reply> queue = new ArrayDeque<>();
    private final Set<Connection> connections = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread acceptor;
    private Reply usual = UNSCRIPTED;
    private int accepted;
    private boolean refusing;

    /** Starts on a free port, without TLS. */
    public FakeUpstream() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Starts on a socket that the test made, such as one of a TLS context; closes it in the end. */
    public FakeUpstream(ServerSocket server) {
        this.server = server;
        this.acceptor = thread("accepts", this::accept);
    }

    /** Where it listens: scheme, host and port, without a slash at the end. */
    public URI baseUri() {
        return URI.create((server instanceof SSLServerSocket ? "https" : "http") + "://127.0.0.1:" + port());
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Queues replies: each serves one request. */
    public synchronized void answer(Reply... replies) {
        queue.addAll(Arrays.asList(replies));
    }

    /** What every request gets for which nothing else is scripted. */
    public synchronized void always(Reply reply) {
        usual = reply;
    }

    /** What every request gets whose path ends in this; the query does not count. */
    public void on(String pathEnd, Reply reply) {
        when(request -> request.path().replaceFirst("\\?.*", "").endsWith(pathEnd), reply);
    }

    /** What every request gets that matches. */
    public synchronized void when(Predicate<Received> matches, Reply reply) {
        rules.add(new Rule(matches, reply));
    }

    /** The next request, in the order of their coming; waited for. */
    public Received take() {
        return take(Patience.USUAL);
    }

    /** The next request, in the order of their coming; fails the test if none comes in that time. */
    public Received take(Duration patience) {
        try {
            var request = received.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (request == null) {
                throw new AssertionError("waited %s in vain for a request".formatted(patience));
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", e);
        }
    }

    /** Passes over the requests that came and were not taken. */
    public void takeAll() {
        received.clear();
    }

    /** Every request so far, taken or not. */
    public synchronized List<Received> requests() {
        return List.copyOf(log);
    }

    /** How many connections were made so far: fewer than requests where they were kept and used again. */
    public synchronized int connections() {
        return accepted;
    }

    /** How many connections are open now. */
    public synchronized int openConnections() {
        return connections.size();
    }

    /** Waits until so many connections are open. */
    public synchronized void awaitOpenConnections(int count) {
        long deadline = System.nanoTime() + Patience.USUAL.toNanos();
        while (connections.size() != count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("waited in vain for %d open connections, there are %d".formatted(count,
                    connections.size()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for connections to close", e);
            }
        }
    }

    /** Closes every connection from this side, as a server does with idle ones: whoever kept one has a stale one now. */
    public void closeConnections() {
        List<Connection> open;
        synchronized (this) {
            open = List.copyOf(connections);
        }
        open.forEach(Connection::close);
        awaitOpenConnections(0);
    }

    /** Stops listening, for good: new connections are refused, open ones stay. */
    public void refuseConnections() {
        synchronized (this) {
            refusing = true;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError("the server socket cannot be closed", e);
        }
        // The system takes connections for as long as somebody waits for one.
        join(acceptor);
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        refuseConnections();
        closeConnections();
        startedThreads().forEach(FakeUpstream::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(Patience.USUAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the fake upstream to end", e);
        }
    }

    private synchronized List<Thread> startedThreads() {
        return List.copyOf(threads);
    }

    private void accept() {
        while (true) {
            try {
                admit(new Connection(this, server.accept(), nextNumber()));
            } catch (IOException e) {
                if (isRefusing()) {
                    return;
                }
                throw new AssertionError("the fake upstream cannot accept connections any more", e);
            }
        }
    }

    private synchronized int nextNumber() {
        return ++accepted;
    }

    private synchronized void admit(Connection connection) {
        if (refusing) {
            connection.close();
            return;
        }
        connections.add(connection);
        notifyAll();
        connection.start();
    }

    private synchronized boolean isRefusing() {
        return refusing;
    }

    synchronized void arrived(Received request) {
        log.add(request);
        received.add(request);
    }

    synchronized Reply reply(Received request) {
        for (var rule : rules) {
            if (rule.matches.test(request)) {
                return rule.reply;
            }
        }
        return queue.isEmpty() ? usual : queue.remove();
    }

    synchronized void ended(Connection connection) {
        connections.remove(connection);
        notifyAll();
    }

    synchronized Thread thread(String does, Runnable work) {
        var thread = new Thread(work, "fake upstream " + does);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private record Rule(Predicate<Received> matches, Reply reply) {}
}
