package dev.powerstrip.http;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A listener on a free port, with sites that a test writes as lambdas. */
final class Gateway implements AutoCloseable {

    /** What a site of a test does with an exchange. */
    interface Serving {

        void serve(ClientExchange client) throws IOException;
    }

    final Sites sites = new Sites();
    final Exchanges exchanges = new Exchanges();
    final Health health = new Health(sites, exchanges);
    final Listener listener;
    private List<Route> routes = List.of();

    Gateway(Object... keysAndValues) {
        sites.add(new Description(sites, "1.2.3"), "description");
        listener = new Listener(Given.settings(keysAndValues), exchanges, health, new Reception(sites));
        listener.start();
    }

    Gateway serves(String path, Serving serving) {
        return site("gateway", head -> head.path().equals(path), serving);
    }

    /** The sites that are added from now on describe these. */
    Gateway describing(Route... described) {
        routes = List.of(described);
        return this;
    }

    Gateway site(String kind, Predicate<RequestHead> accepts, Serving serving) {
        sites.add(new Site() {
            @Override
            public List<Route> routes() {
                return routes;
            }

            @Override
            public boolean accepts(RequestHead head) {
                return accepts.test(head);
            }

            @Override
            public void serve(ClientExchange client) throws IOException {
                serving.serve(client);
            }
        }, kind);
        return this;
    }

    static HttpAnswer text(String text) {
        return new HttpAnswer(200, Headers.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return listener.address().getPort();
    }

    Client connect() throws IOException {
        return new Client(new Socket("127.0.0.1", port()));
    }

    static PluginAdmin plugins(boolean settled) {
        return plugins(settled, Optional.empty());
    }

    /** Plugins of which these are in trouble. */
    static PluginAdmin plugins(boolean settled, Optional<String> hindrance, PluginStatus... troubled) {
        return (PluginAdmin) Proxy.newProxyInstance(PluginAdmin.class.getClassLoader(),
            new Class<?>[] {PluginAdmin.class}, (proxy, question, arguments) -> switch (question.getName()) {
                case "plugins" -> List.of(troubled);
                case "hindrance" -> hindrance;
                case "settled" -> settled;
                default -> throw new UnsupportedOperationException(question.getName());
            });
    }

    @Override
    public void close() {
        listener.stop();
        exchanges.close();
    }
}
