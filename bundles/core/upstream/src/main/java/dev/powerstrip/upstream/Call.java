package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.util.Timeout;

/**
 * One request on its way, from the wait for a connection to the last byte of the answer. One thread works on it; any
 * other may stop it, which ends at once whatever it waits for.
 */
final class Call {

    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    /** Who had the last word. Only the one who leaves RUNNING may touch what the call holds. */
    private enum State {
        RUNNING, CANCELLED, LATE, OVER
    }

    private final Pool pool;
    private final BasicClassicHttpRequest request;
    private final ProviderSettings settings;
    private final Alarms alarms;
    private final HttpCoreContext context = HttpCoreContext.create();
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Cancellation.Registration registration;
    private volatile Runnable interruption = () -> {};
    private PoolEntry<Destination, Connection> entry;
    private Connection connection;
    private String limit = "";
    private Duration limitTime = Duration.ZERO;

    Call(Pool pool, BasicClassicHttpRequest request, ProviderSettings settings, Cancellation cancellation,
        Alarms alarms) {
        this.pool = pool;
        this.request = request;
        this.settings = settings;
        this.alarms = alarms;
        this.registration = cancellation.onCancel(() -> stop(State.CANCELLED));
    }

    /** Sends the request and waits for the head of the answer. A failed call is over. */
    ClassicHttpResponse send() throws IOException {
        boolean answered = false;
        try {
            takeConnection();
            var response = exchange();
            readTimeout(settings.idleTimeout());
            answered = true;
            return response;
        } catch (HttpException e) {
            throw explained(new ProtocolException("the upstream's answer is no HTTP/1.1: " + e.getMessage()));
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
            interruptibleBy(() -> lease.cancel(true));
            entry = lease.get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
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
        } finally {
            if (entry == null) {
                abandon(lease);
            }
        }
    }

    /** Gives back what came in the very moment nobody wanted it any more. */
    private void abandon(Future<PoolEntry<Destination, Connection>> lease) throws IOException {
        lease.cancel(true);
        if (!lease.isCancelled()) {
            try {
                pool.giveBack(lease.get(), lease.get().hasConnection());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while giving a connection back");
            } catch (ExecutionException e) {
                throw new IOException("no connection could be had", e);
            }
        }
    }

    private ClassicHttpResponse exchange() throws IOException, HttpException {
        if (entry.hasConnection() && entry.getConnection().isOpen()) {
            connection = entry.getConnection();
            interruptibleBy(() -> connection.close(CloseMode.IMMEDIATE));
            long before = connection.received();
            try {
                return execute();
            } catch (IOException e) {
                // The upstream closed the kept connection before it saw this request, or while it came.
                if (state.get() != State.RUNNING || connection.received() != before) {
                    throw e;
                }
            }
        }
        connect();
        return execute();
    }

    private void connect() throws IOException, HttpException {
        var fresh = new Connection();
        entry.discardConnection(CloseMode.IMMEDIATE);
        entry.assignConnection(fresh);
        connection = fresh;
        interruptibleBy(() -> fresh.close(CloseMode.IMMEDIATE));
        var alarm = alarm("connectTimeout", settings.connectTimeout());
        try {
            pool.connect(fresh, settings.connectTimeout(), context);
        } finally {
            alarm.close();
        }
    }

    /** The alarm watches the whole of it: sockets limit a single read only, and no write at all. */
    private ClassicHttpResponse execute() throws IOException, HttpException {
        connection.setSocketTimeout(Timeout.DISABLED);
        var alarm = alarm("firstByteTimeout", settings.firstByteTimeout());
        try {
            return EXECUTOR.execute(request, connection, context);
        } finally {
            alarm.close();
        }
    }

    private Alarms.Alarm alarm(String setting, Duration time) {
        limit = setting;
        limitTime = time;
        return alarms.in(time, () -> stop(State.LATE));
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

    /** How long the next reads may wait; a socket takes zero for ever. */
    void readTimeout(Duration timeout) {
        connection.setSocketTimeout(Timeout.ofMilliseconds(Math.max(1, timeout.toMillis())));
    }

    /** The same failure, with what really was its cause. */
    IOException explained(IOException failure) {
        return switch (state.get()) {
            case CANCELLED -> new IOException("the call was cancelled", failure);
            case LATE -> late(failure);
            case RUNNING, OVER -> failure;
        };
    }

    private SocketTimeoutException late(IOException failure) {
        var late = new SocketTimeoutException(
            "%s did not answer within the %s of %s".formatted(pool.destination(), limit, limitTime));
        late.initCause(failure);
        return late;
    }

    boolean keepsAlive(ClassicHttpResponse response) {
        return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** Ends the call and gives its connection back; only the first time counts. */
    void end(boolean reusable) {
        boolean orderly = state.compareAndSet(State.RUNNING, State.OVER);
        registration.close();
        if (entry != null) {
            pool.giveBack(entry, reusable && orderly);
            entry = null;
        }
    }
}
