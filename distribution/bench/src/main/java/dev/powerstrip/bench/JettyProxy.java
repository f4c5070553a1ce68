package dev.powerstrip.bench;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's own reverse proxy, set up as the gateway's listener is: what the gateway is compared with. */
final class JettyProxy {

    static final String READY = "Proxy ready on ";

    /** As many as the gateway's listener has. */
    private static final int MOST_THREADS = 64;
    /** All streams run at once. */
    private static final int MOST_CONNECTIONS = 8192;

    private JettyProxy() {}

    public static void main(String[] arguments) throws Exception {
        int upstream = Integer.parseInt(arguments[0]);
        var threads = new QueuedThreadPool(MOST_THREADS);
        threads.setDaemon(true);
        var server = new Server(threads);
        server.setDynamic(false);
        server.setDefaultHandler(null);
        server.setHandler(new ReverseProxy(upstream));
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        System.out.println(READY + connector.getLocalPort());
        server.join();
    }

    /** Sends every request to the same path of the upstream. */
    private static final class ReverseProxy extends ProxyHandler.Reverse {

        ReverseProxy(int upstream) {
            super(request -> HttpURI.build(request.getHttpURI()).scheme("http").host("127.0.0.1").port(upstream));
        }

        @Override
        protected void configureHttpClient(HttpClient client) {
            super.configureHttpClient(client);
            client.setScheduler(getServer().getScheduler());
            client.setByteBufferPool(getServer().getByteBufferPool());
            client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
            client.setMaxRequestsQueuedPerDestination(MOST_CONNECTIONS);
        }
    }
}
