package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections to one destination: lent, made, kept for the next call, closed when idle. Thread-safe. */
final class Pool {

    /** Less than the minute or so after which most servers close idle connections. */
    private static final TimeValue KEPT = TimeValue.ofSeconds(30);
    private static final long FORGOTTEN_AFTER = Duration.ofMinutes(10).toNanos();
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final Destination destination;
    private final HttpHost target;
    private final Optional<HttpHost> proxy;
    private final Optional<String> proxyAuthorization;
    private final HttpClientConnectionOperator operator;
    private final LaxConnPool<Destination, Connection> connections;
    private volatile long lastUsed = System.nanoTime();

    /** @throws IOException if the destination's trust store, client certificate or proxy cannot be used */
    Pool(Destination destination) throws IOException {
        this.destination = destination;
        this.target = destination.target();
        this.proxy = destination.proxy().isPresent() ? Optional.of(host(destination.proxy().get())) : Optional.empty();
        this.proxyAuthorization = destination.proxy().map(URI::getUserInfo).map(Pool::basic);
        this.operator = operator(destination);
        this.connections = new LaxConnPool<>(destination.maxConnections(), TimeValue.NEG_ONE_MILLISECOND,
            PoolReusePolicy.LIFO, null);
    }

    private static HttpHost host(URI proxy) throws IOException {
        if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null) {
            throw new IOException("\"proxy\" has to be an address such as http://outbound.example:3128");
        }
        return new HttpHost("http", proxy.getHost(), Destination.port(proxy));
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpClientConnectionOperator operator(Destination destination) throws IOException {
        var strategies = RegistryBuilder.<TlsSocketStrategy>create();
        if (destination.secure()) {
            // The JDK checks the host's name during the handshake; the library's own check would only repeat it.
            strategies.register(URIScheme.HTTPS.id,
                new DefaultClientTlsStrategy(Tls.context(destination.trustStore(), destination.clientCertificate()),
                    HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE));
        }
        return new DefaultHttpClientConnectionOperator(any -> socket(), null, null, strategies.build());
    }

    /** A socket that exists already: closing one that does not yet can be lost on whoever connects it meanwhile. */
    private static Socket socket() throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        return socket;
    }

    Destination destination() {
        return destination;
    }

    /** Asks for a connection, an old one or the place for a new one. */
    Future<PoolEntry<Destination, Connection>> lease() {
        lastUsed = System.nanoTime();
        return connections.lease(destination, null, Timeout.DISABLED, null);
    }

    /** Makes the connection, through the proxy if there is one. */
    void connect(Connection connection, Duration timeout, HttpContext context) throws IOException, HttpException {
        var tls = TlsConfig.custom().setHandshakeTimeout(Timeout.of(timeout)).build();
        operator.connect(connection, proxy.orElse(target), null, null, Timeout.of(timeout), SocketConfig.DEFAULT, tls,
            context);
        if (proxy.isPresent() && destination.secure()) {
            tunnel(connection, proxy.get(), context);
            operator.upgrade(connection, target, null, tls, context);
        }
    }

    private void tunnel(Connection connection, HttpHost through, HttpContext context)
        throws IOException, HttpException {
        var authority = destination.host() + ":" + destination.port();
        var request = new BasicClassicHttpRequest("CONNECT", null, null, authority);
        request.addHeader("Host", authority);
        authorize(request);
        var answer = EXECUTOR.execute(request, connection, context);
        if (answer.getCode() / 100 != 2) {
            throw new IOException("the proxy %s refused a connection to %s with status %d".formatted(
                through.toHostString(), authority, answer.getCode()));
        }
    }

    /** Says to a proxy that forwards single requests where this one goes. */
    void prepare(BasicClassicHttpRequest request) {
        if (proxy.isPresent() && !destination.secure()) {
            request.setAbsoluteRequestUri(true);
            authorize(request);
        }
    }

    private void authorize(BasicClassicHttpRequest request) {
        proxyAuthorization.ifPresent(value -> request.addHeader("Proxy-Authorization", value));
    }

    /** Takes a connection back, to be used again or not. */
    void giveBack(PoolEntry<Destination, Connection> entry, boolean reusable) {
        if (reusable) {
            entry.updateExpiry(KEPT);
        } else {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
        connections.release(entry, reusable);
    }

    void closeIdle() {
        connections.closeIdle(KEPT);
    }

    /** True where nobody has asked for a connection for long and none is left. */
    boolean forgotten() {
        var stats = connections.getTotalStats();
        return System.nanoTime() - lastUsed > FORGOTTEN_AFTER
            && stats.getLeased() + stats.getAvailable() + stats.getPending() == 0;
    }

    void close() {
        connections.close(CloseMode.IMMEDIATE);
    }
}
