package dev.powerstrip.upstream;

import dev.powerstrip.line.ProviderSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where connections lead, and all by which they differ: what agrees in it can share one pool.
 *
 * @param scheme in lower case
 * @param host in lower case
 * @param port as given, or else the scheme's
 */
record Destination(String scheme, String host, int port, Optional<URI> proxy, Optional<String> trustStore,
    Optional<String> clientCertificate, int maxConnections) {

    /** Where a request of that provider goes, which {@link Egress} has let out. */
    static Destination of(URI uri, ProviderSettings settings) {
        return new Destination(uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost().toLowerCase(Locale.ROOT),
            port(uri), settings.proxy(), settings.trustStore(), settings.clientCertificate(),
            settings.maxConnections());
    }

    static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    boolean secure() {
        return scheme.equals("https");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
