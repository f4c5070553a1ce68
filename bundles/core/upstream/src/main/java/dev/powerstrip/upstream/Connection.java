package dev.powerstrip.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One connection to an upstream. One thread works with it; any other may close it, which ends what that one waits for.
 * Once closed it stays so, also when it is closed while it connects.
 */
final class Connection {

    private final Supplier<Socket> sockets;
    private volatile Socket socket = new Socket();
    private volatile boolean closed;
    private volatile Future<?> awaited = CompletableFuture.completedFuture(null);
    private Input input = new Input(InputStream.nullInputStream());
    private OutputStream output = OutputStream.nullOutputStream();
    private boolean ready;
    private long restingSince;

    Connection(Supplier<Socket> sockets) {
        this.sockets = sockets;
    }

    /** Waits for what is needed to connect; closing the connection ends the wait. */
    <T> T await(Future<T> needed) throws IOException {
        awaited = needed;
        try {
            if (closed) {
                throw closedMeanwhile();
            }
            return needed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a connection was made");
        } catch (CancellationException e) {
            throw closedMeanwhile();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    private static SocketException closedMeanwhile() {
        return new SocketException("the connection was closed while it was made");
    }

    /** Connects to the first address that takes it. */
    void connect(InetAddress[] addresses, int port) throws IOException {
        for (int next = 0; !ready; next++) {
            try {
                connect(new InetSocketAddress(addresses[next], port));
            } catch (IOException e) {
                // The next address may do; the failure of the last one is told.
                if (closed || next + 1 == addresses.length) {
                    throw e;
                }
            }
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        var fresh = sockets.get();
        // From here on it exists: closing one that does not yet would be lost on whoever connects it.
        fresh.setTcpNoDelay(true);
        socket = fresh;
        if (closed) {
            fresh.close();
            throw closedMeanwhile();
        }
        fresh.connect(address);
        use(fresh);
    }

    /** Goes on in TLS, with a peer whose certificate is for that host. */
    void secure(SSLContext tls, String host, int port) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        use(secured);
    }

    private void use(Socket connected) throws IOException {
        input = new Input(connected.getInputStream());
        output = connected.getOutputStream();
        ready = true;
    }

    /** Sends a request and waits for the head of the answer. */
    Head exchange(Sending request) throws IOException {
        try {
            request.to(output);
        } catch (IOException cut) {
            return earlyAnswer(cut);
        }
        return HeadReader.read(input);
    }

    /** An upstream may refuse a request and close before it has read it all: its answer tells more than the failure. */
    private Head earlyAnswer(IOException cut) throws IOException {
        ready = false;
        try {
            return HeadReader.read(input);
        } catch (IOException none) {
            cut.addSuppressed(none);
            throw cut;
        }
    }

    Input input() {
        return input;
    }

    /** True if another request can go over it, as far as one can tell without trying. */
    boolean isReady() {
        return ready && !closed && input.isEmpty();
    }

    /** Nobody uses it from now on. */
    void rest() {
        restingSince = System.nanoTime();
    }

    long restingSince() {
        return restingSince;
    }

    /** Closes it in order: all was said. */
    void close() {
        end(false);
    }

    /** Breaks it off: whoever still sends learns at once that nobody listens. */
    void abort() {
        end(true);
    }

    private void end(boolean abruptly) {
        closed = true;
        awaited.cancel(false);
        try (var ended = socket) {
            if (abruptly && ended.isConnected() && !ended.isClosed()) {
                ended.setSoLinger(true, 0);
            }
        } catch (IOException gone) {
            // Then it is closed as well.
            return;
        }
    }

    /** Sends a request, as often as it is told to. */
    @FunctionalInterface
    interface Sending {

        void to(OutputStream out) throws IOException;
    }
}
