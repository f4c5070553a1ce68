package dev.powerstrip.upstream;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The one gate that everything which leaves the gateway passes: a provider calls its own addresses and nothing else. */
final class Egress {

    /**
     * Lets a request out.
     *
     * @throws GatewayException if it goes anywhere but to the scheme, host and port of the provider's {@code baseUrl}, or
     *         over HTTPS to a host that the plugin's manifest names
     */
    void check(URI uri, ProviderSettings settings) {
        var allowed = settings.baseUrl();
        if (!isHttp(uri) || uri.getRawUserInfo() != null || !isSame(uri, allowed) && !isNamed(uri, settings.hosts())) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider \"%s\" wants to call %s://%s, but its \"baseUrl\" allows only %s://%s%s".formatted(
                    settings.id(), uri.getScheme(), address(uri), allowed.getScheme(), address(allowed),
                    settings.hosts().isEmpty() ? ""
                        : " and its plugin's manifest https://" + String.join(", https://", settings.hosts())));
        }
    }

    private static boolean isSame(URI uri, URI allowed) {
        return uri.getScheme().equalsIgnoreCase(allowed.getScheme())
            && uri.getHost().equalsIgnoreCase(allowed.getHost())
            && Destination.port(uri) == Destination.port(allowed);
    }

    private static boolean isNamed(URI uri, List<String> hosts) {
        if (!uri.getScheme().equalsIgnoreCase("https") || Destination.port(uri) != 443) {
            return false;
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(name -> name.startsWith("*.")
            ? host.length() > name.length() - 1 && host.endsWith(name.substring(1)) : host.equals(name));
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme())
            || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static String address(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
