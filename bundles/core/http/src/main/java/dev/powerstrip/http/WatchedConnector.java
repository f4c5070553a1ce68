package dev.powerstrip.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens at one address; its connections are watched. */
final class WatchedConnector extends ServerConnector {

    private static final int BACKLOG = 1024;

    private final Supplier<Settings> settings;

    WatchedConnector(Server server, Settings.Address address, Supplier<Settings> settings,
        ConnectionFactory... protocols) {
        super(server, 1, -1, protocols);
        this.settings = settings;
        setHost(address.host());
        setPort(address.port());
        setAcceptQueueSize(BACKLOG);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var now = settings.get();
        var connection = new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor(), new Patience(now));
        connection.setIdleTimeout(now.keepAliveIdle().toMillis());
        return connection;
    }
}
