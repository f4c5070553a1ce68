package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One connection to an upstream. Unlike the library's own it never logs what goes over it, and once closed it stays so,
 * also when it is closed while it connects.
 */
final class Connection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    private static final Http1Config LIMITS = Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(32 * 1024)
        .build();

    /** Of a new socket: whoever connected it may have set any. */
    private static final Timeout UNKNOWN = Timeout.ofNanoseconds(1);

    private volatile boolean closed;
    private Timeout socketTimeout = UNKNOWN;

    Connection() {
        super(LIMITS);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket secured, Socket socket) throws IOException {
        bind(new SocketHolder(secured, socket));
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        super.bind(holder);
        socketTimeout = UNKNOWN;
        if (closed) {
            super.close(CloseMode.IMMEDIATE);
            throw new SocketException("the connection was closed while it was made");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }

    /** Only a change reaches the socket, which takes a lock for it. */
    @Override
    public void setSocketTimeout(Timeout timeout) {
        if (!timeout.equals(socketTimeout)) {
            socketTimeout = timeout;
            super.setSocketTimeout(timeout);
        }
    }

    /** How many bytes have come so far, before TLS. */
    long received() {
        var details = getEndpointDetails();
        return details == null ? 0 : details.getReceivedBytesCount();
    }

    @Override
    public Socket getSocket() {
        var holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket secured ? secured.getSession() : null;
    }

    @Override
    public void passivate() {}

    @Override
    public void activate() {}
}
