package dev.powerstrip.upstream;

import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Knows the way to one destination: through a proxy or not, in TLS or not. Thread-safe. */
final class Connector {

    private final Destination destination;
    private final HostNames names;
    private final Optional<Proxy> proxy;
    private final Optional<SSLContext> tls;

    /** @throws IOException if the destination's trust store, client certificate or proxy cannot be used */
    Connector(Destination destination, HostNames names) throws IOException {
        this.destination = destination;
        this.names = names;
        this.proxy = destination.proxy().isPresent() ? Optional.of(Proxy.of(destination.proxy().get()))
            : Optional.empty();
        this.tls = destination.secure()
            ? Optional.of(Tls.context(destination.trustStore(), destination.clientCertificate())) : Optional.empty();
    }

    /** Sends a request over a connection that goes this way. */
    void send(UpstreamRequest request, OutputStream out) throws IOException {
        if (proxy.isPresent() && !destination.secure()) {
            Requests.forwarded(request, proxy.get(), out);
        } else {
            Requests.direct(request, out);
        }
    }

    /** Makes a connection that goes this way. */
    void connect(Connection connection) throws IOException {
        if (proxy.isPresent()) {
            connect(connection, proxy.get().host(), proxy.get().port());
        } else {
            connect(connection, destination.host(), destination.port());
        }
        if (tls.isPresent()) {
            if (proxy.isPresent()) {
                tunnel(connection, proxy.get());
            }
            connection.secure(tls.get(), destination.host(), destination.port());
        }
    }

    private void connect(Connection connection, String host, int port) throws IOException {
        try {
            connection.connect(connection.await(names.lookUp(host)), port);
        } catch (ConnectException | NoRouteToHostException refused) {
            var named = new ConnectException("%s:%d could not be connected to: %s".formatted(host, port,
                refused.getMessage()));
            named.initCause(refused);
            throw named;
        }
    }

    private void tunnel(Connection connection, Proxy through) throws IOException {
        var authority = destination.host() + ":" + destination.port();
        int status = connection.exchange(out -> Requests.tunnel(authority, through, out)).status();
        if (status / 100 != 2) {
            throw new IOException(
                "the proxy %s refused a connection to %s with status %d".formatted(through, authority, status));
        }
        if (!connection.isReady()) {
            throw new IOException("the proxy %s said more than was asked for".formatted(through));
        }
    }
}
