package dev.powerstrip.upstream;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The one gate that everything which leaves the gateway passes: a provider calls its own hosts and nothing else. */
final class Egress {

    private static final int HTTPS = 443;

    /**
     * Lets a request out.
     *
     * @throws GatewayException if it goes anywhere but to the scheme, host and port of the provider's {@code baseUrl},
     *         or over HTTPS to one of the other hosts that its plugin says it calls
     */
    void check(URI uri, ProviderSettings settings) {
        var allowed = settings.baseUrl();
        if (!isHttp(uri) || uri.getRawUserInfo() != null || !isAt(uri, allowed) && !isAmong(uri, settings.hosts())) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider \"%s\" wants to call %s://%s, but its \"baseUrl\" allows only %s://%s%s".formatted(
                    settings.id(), uri.getScheme(), address(uri), allowed.getScheme(), address(allowed),
                    settings.hosts().isEmpty() ? ""
                        : " and its plugin's manifest https://" + String.join(", https://", settings.hosts())));
        }
    }

    private static boolean isAt(URI uri, URI allowed) {
        return uri.getScheme().equalsIgnoreCase(allowed.getScheme())
            && uri.getHost().equalsIgnoreCase(allowed.getHost()) && Destination.port(uri) == Destination.port(allowed);
    }

    private static boolean isAmong(URI uri, List<String> hosts) {
        return "https".equalsIgnoreCase(uri.getScheme()) && Destination.port(uri) == HTTPS && hosts.stream()
            .anyMatch(host -> matches(uri.getHost().toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String host, String pattern) {
        var parts = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).toList();
        return host.matches(String.join("[a-z0-9-]+", parts));
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme())
            || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static String address(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
