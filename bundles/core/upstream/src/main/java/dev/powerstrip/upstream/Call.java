package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request on its way, from the wait for a connection to the last byte of the answer. One thread works on it; any
 * other may stop it, which ends at once whatever it waits for.
 */
final class Call {

    /** Who had the last word. Only the one who leaves RUNNING may touch what the call holds. */
    private enum State {
        RUNNING, CANCELLED, LATE, OVER
    }

    private final Pool pool;
    private final UpstreamRequest request;
    private final ProviderSettings settings;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Alarms.Alarm alarm;
    private final Cancellation.Registration registration;
    private volatile Runnable interruption = () -> {};
    private Connection connection;
    private boolean used;
    private String limit = "";
    private Duration time = Duration.ZERO;
    private Duration readTimeout;

    Call(Pool pool, UpstreamRequest request, ProviderSettings settings, Cancellation cancellation, Alarms alarms) {
        this.pool = pool;
        this.request = request;
        this.settings = settings;
        this.readTimeout = settings.idleTimeout();
        this.alarm = alarms.ringing(() -> stop(State.LATE));
        this.registration = cancellation.onCancel(() -> stop(State.CANCELLED));
    }

    /** Sends the request and waits for the head of the answer. A failed call is over. */
    Head send() throws IOException {
        boolean answered = false;
        try {
            takeConnection();
            var head = exchange();
            answered = true;
            return head;
        } catch (IOException e) {
            throw explained(e);
        } finally {
            if (!answered) {
                end(false);
            }
        }
    }

    private void takeConnection() throws IOException {
        var lease = pool.lease();
        try {
            if (!lease.isDone()) {
                interruptibleBy(() -> lease.cancel(false));
                await(lease);
            }
        } finally {
            // It may also have come in the very moment nobody wanted it any more.
            if (!pool.withdraw(lease)) {
                connection = lease.join();
            }
        }
        if (connection == null) {
            throw new IOException("the gateway has closed its connections");
        }
    }

    private void await(CompletableFuture<Connection> lease) throws IOException {
        try {
            lease.get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        } catch (TimeoutException e) {
            throw new IOException(
                "all %d connections to %s are in use: \"maxConnections\" of the provider \"%s\" is too low"
                    .formatted(settings.maxConnections(), pool.destination(), settings.id()),
                e);
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("no connection could be had", e);
        }
    }

    private Head exchange() throws IOException {
        if (connection.isReady()) {
            var kept = connection;
            interruptibleBy(kept::abort);
            long before = kept.input().received();
            try {
                return execute();
            } catch (IOException e) {
                // The upstream closed the kept connection before it saw this request, or while it came.
                if (state.get() != State.RUNNING || kept.input().received() != before) {
                    throw e;
                }
            }
            connection = pool.replace(kept);
        }
        connect();
        return execute();
    }

    private void connect() throws IOException {
        used = true;
        interruptibleBy(connection::abort);
        limit("did not answer within the connectTimeout of", settings.connectTimeout());
        pool.connector().connect(connection);
    }

    /** The alarm watches the whole of it, what is written as well. */
    private Head execute() throws IOException {
        used = true;
        limit("did not answer within the firstByteTimeout of", settings.firstByteTimeout());
        var head = connection.exchange(out -> pool.connector().send(request, out));
        alarm.off();
        return head;
    }

    private void limit(String words, Duration within) {
        limit = words;
        time = within;
        alarm.in(within.toNanos());
    }

    /** Says how to end what is done next; does so at once where the call has been stopped already. */
    private void interruptibleBy(Runnable action) throws IOException {
        interruption = action;
        if (state.get() != State.RUNNING) {
            action.run();
            throw new IOException("stopped");
        }
    }

    private void stop(State why) {
        if (state.compareAndSet(State.RUNNING, why)) {
            interruption.run();
        }
    }

    /** How long the next reads may wait. */
    void readTimeout(Duration timeout) {
        readTimeout = timeout;
    }

    /** The body that follows that head. */
    Content content(Head head) {
        return Content.after(head, connection.input(), request.method().equals("HEAD"));
    }

    /** Reads a body as long as the upstream goes on sending. */
    int read(Content content, byte[] bytes, int offset, int length) throws IOException {
        limit("sent nothing more within", readTimeout);
        try {
            return content.read(bytes, offset, length);
        } catch (IOException e) {
            throw explained(e);
        } finally {
            alarm.off();
        }
    }

    /** The same failure, with what really was its cause. */
    private IOException explained(IOException failure) {
        return switch (state.get()) {
            case CANCELLED -> new IOException("the call was cancelled", failure);
            case LATE -> late(failure);
            case RUNNING, OVER -> failure;
        };
    }

    private SocketTimeoutException late(IOException failure) {
        var late = new SocketTimeoutException("%s %s %s".formatted(pool.destination(), limit, time));
        late.initCause(failure);
        return late;
    }

    /** Ends the call and gives its connection back; only the first time counts. */
    void end(boolean reusable) {
        boolean orderly = state.compareAndSet(State.RUNNING, State.OVER);
        registration.close();
        alarm.close();
        if (connection != null) {
            pool.giveBack(connection, connection.isReady() && (!used || reusable && orderly));
            connection = null;
        }
    }
}
