package dev.powerstrip.http;

import dev.powerstrip.line.Edge;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The Jetty server. It finds its protocols by the context loader of whoever makes and starts it. */
final class Listener implements Edge {

    /** They accept, select and resume, and never wait for a site. */
    private static final int MOST_THREADS = 64;

    private final Server server;
    private final HttpConfiguration http = new HttpConfiguration();
    private final NetworkConnectionLimit connectionLimit;
    private final WatchedConnector connector;
    private final Optional<WatchedConnector> admin;
    private final Exchanges exchanges;
    private final Front front;
    private volatile Settings settings;

    Listener(Settings settings, Exchanges exchanges, Health health, Reception reception) {
        this.settings = settings;
        this.exchanges = exchanges;
        front = new Front(exchanges, health, reception, settings);
        server = server(settings.allowedOrigins().isEmpty() ? front : new Cors(settings.allowedOrigins(), front));
        server.setErrorHandler(new ErrorPages(() -> this.settings));
        http.setSendServerVersion(false);
        // Looking a header up among a connection's earlier ones costs more than parsing it.
        http.setHeaderCacheSize(0);
        connector = connect(settings.address());
        admin = settings.adminListener().map(this::connect);
        admin.ifPresent(made -> made.setName(Front.ADMIN));
        connectionLimit = new NetworkConnectionLimit(settings.maxConnections(), server);
        server.addBean(connectionLimit);
        apply(settings);
    }

    /** A server that calls its handler on the selector's thread; every one of these settings is needed for that. */
    private static Server server(Handler front) {
        var threads = new EdgeThreads(MOST_THREADS);
        var timer = new ScheduledExecutorScheduler("http-timer", true, Listener.class.getClassLoader());
        var server = new Server(threads, timer, null);
        server.setDynamic(false);
        server.setDefaultHandler(null);
        server.setHandler(front);
        return server;
    }

    private WatchedConnector connect(Settings.Address address) {
        var made = new WatchedConnector(server, address, () -> settings, Protocols.of(settings, http));
        server.addConnector(made);
        return made;
    }

    /**
     * Begins to listen.
     *
     * @throws IllegalStateException if it cannot, saying what to do about it
     */
    void start() {
        try {
            server.start();
        } catch (Exception failed) {
            stop();
            throw new IllegalStateException(
                "the gateway cannot listen on %s: %s; host and port are set by etc/http.cfg.json or on the command line"
                    .formatted(settings.address(), innermost(failed)),
                failed);
        }
    }

    private static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    /** Changes all that can change while it listens. */
    void apply(Settings changed) {
        settings = changed;
        http.setRequestHeaderSize(changed.maxHeaderBytes());
        connectionLimit.setMaxNetworkConnectionCount(changed.maxConnections());
        front.apply(changed);
    }

    Settings settings() {
        return settings;
    }

    @Override
    public URI address() {
        var scheme = settings.keyStore().isPresent() ? "https" : "http";
        return URI.create("%s://%s:%d".formatted(scheme, settings.address().reachable(), connector.getLocalPort()));
    }

    /** Where administration listens, if that is a port of its own; a free one where the operator says 0. */
    Optional<Integer> adminPort() {
        return admin.map(WatchedConnector::getLocalPort);
    }

    @Override
    public int running() {
        return exchanges.running();
    }

    /** How Jetty calls the handler. */
    InvocationType invocationType() {
        return server.getInvocationType();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the listener could not be stopped: " + failed, failed);
        }
    }
}
