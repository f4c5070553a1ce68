package dev.powerstrip.http;

import java.nio.file.Files;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What is spoken on a socket: HTTP/1.1 and HTTP/2, both in the clear, or both within TLS. */
final class Protocols {

    /** A silent stream lasts: the exchange itself knows how long it waits for its client. */
    private static final long NEVER = -1;
    /** Most conversations fit, and are read at once. */
    private static final int INPUT_BUFFER_BYTES = 32 << 10;

    /**
     * Who gives up a stream sends a reset, and may have sent more on it by then. So many of these a second are borne for
     * each stream that a connection may have; beyond, the connection ends with all its streams.
     */
    private static final int EVENTS_PER_STREAM = 4;

    private Protocols() {}

    static ConnectionFactory[] of(Settings settings, HttpConfiguration http) {
        return settings.keyStore().map(store -> withinTls(store, settings, http))
            .orElseGet(() -> new ConnectionFactory[] {http1(http),
                http2(new HTTP2CServerConnectionFactory(http), settings)});
    }

    private static ConnectionFactory[] withinTls(Settings.KeyStore store, Settings settings, HttpConfiguration http) {
        var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        return new ConnectionFactory[] {new SslConnectionFactory(tls(store), alpn.getProtocol()), alpn,
            http2(new HTTP2ServerConnectionFactory(http), settings), http1(http)};
    }

    private static HttpConnectionFactory http1(HttpConfiguration http) {
        var factory = new HttpConnectionFactory(http);
        factory.setInputBufferSize(INPUT_BUFFER_BYTES);
        return factory;
    }

    private static AbstractHTTP2ServerConnectionFactory http2(AbstractHTTP2ServerConnectionFactory factory,
        Settings settings) {
        factory.setStreamIdleTimeout(NEVER);
        factory.setMaxConcurrentStreams(settings.maxExchanges());
        factory.setRateControlFactory(new WindowRateControl.Factory(EVENTS_PER_STREAM * settings.maxExchanges()));
        return factory;
    }

    private static SslContextFactory.Server tls(Settings.KeyStore store) {
        if (!Files.isReadable(store.file())) {
            throw new IllegalArgumentException("tlsKeyStore: %s cannot be read".formatted(store.file()));
        }
        var tls = new SslContextFactory.Server();
        tls.setKeyStorePath(store.file().toUri().toString());
        tls.setKeyStoreType("PKCS12");
        tls.setKeyStorePassword(store.password());
        return tls;
    }
}
