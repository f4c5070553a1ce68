package dev.powerstrip.upstream;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.URI;

/** The one gate that everything which leaves the gateway passes: a provider calls its own address and nothing else. */
final class Egress {

    /**
     * Lets a request out.
     *
     * @throws GatewayException if it goes anywhere but to the scheme, host and port of the provider's {@code baseUrl}
     */
    void check(URI uri, ProviderSettings settings) {
        var allowed = settings.baseUrl();
        if (!isHttp(uri) || uri.getRawUserInfo() != null || !uri.getScheme().equalsIgnoreCase(allowed.getScheme())
            || !uri.getHost().equalsIgnoreCase(allowed.getHost())
            || Destination.port(uri) != Destination.port(allowed)) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider \"%s\" wants to call %s://%s, but its \"baseUrl\" allows only %s://%s".formatted(
                    settings.id(), uri.getScheme(), address(uri), allowed.getScheme(), address(allowed)));
        }
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme())
            || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static String address(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
