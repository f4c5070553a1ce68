package dev.powerstrip.http;

import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the operator set, checked. */
record Settings(Address address, Optional<Address> adminListener, boolean adminOnPublic, List<String> allowedHosts,
    Set<String> allowedOrigins, Map<String, Long> bodyLimits, int gzipAbove, int maxExchanges, int maxConnections,
    int maxHeaderBytes, Duration headTimeout, Duration bodyTimeout,
    Duration writeTimeout, Duration keepAliveIdle, Duration drainTimeout, Optional<KeyStore> keyStore) {

    /** Where to listen. Port 0 is any free one. */
    record Address(String host, int port) {

        boolean isLoopback() {
            return resolved().isLoopbackAddress();
        }

        /** The host, as it stands in a URL that works on this machine. */
        String reachable() {
            if (resolved().isAnyLocalAddress()) {
                return "127.0.0.1";
            }
            return host.contains(":") ? "[" + host + "]" : host;
        }

        private InetAddress resolved() {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException unknown) {
                throw new IllegalArgumentException("host: there is no \"%s\"".formatted(host), unknown);
            }
        }
    }

    /** A PKCS#12 file with the server's key and certificate. */
    record KeyStore(Path file, String password) {

        @Override
        public String toString() {
            return "KeyStore[" + file + "]";
        }
    }

    /**
     * @param launched the launcher's word for {@code powerstrip.host} and {@code powerstrip.port}; wins over the file
     * @param etc where a relative key store lies
     * @throws IllegalArgumentException naming the key, what is wrong with it and what would be right
     */
    static Settings of(HttpEdge.Config config, Function<String, Optional<String>> launched, Path etc) {
        var host = launched.apply("powerstrip.host").orElse(config.host());
        var port = launched.apply("powerstrip.port").map(text -> port("powerstrip.port", text)).orElse(config.port());
        return new Settings(new Address(host, inRange("port", port, 0, 65_535)), address(config.adminListener()),
            config.adminOnPublic(), Arrays.stream(config.allowedHosts()).map(Settings::hostName).toList(),
            Arrays.stream(config.allowedOrigins()).map(Settings::origin).collect(Collectors.toUnmodifiableSet()),
            bodyLimits(config.bodyLimits()), inRange("gzipAbove", config.gzipAbove(), -1, Integer.MAX_VALUE),
            inRange("maxExchanges", config.maxExchanges(), 1, 1_000_000),
            inRange("maxConnections", config.maxConnections(), 1, 1_000_000),
            inRange("maxHeaderBytes", config.maxHeaderBytes(), 1_024, 1 << 20),
            duration("headTimeout", config.headTimeout()), duration("bodyTimeout", config.bodyTimeout()),
            duration("writeTimeout", config.writeTimeout()), duration("keepAliveIdle", config.keepAliveIdle()),
            duration("drainTimeout", config.drainTimeout()), keyStore(config, etc));
    }

    /** True if both listen at the same place in the same way: all else can change while exchanges run. */
    boolean listensLike(Settings other) {
        return address.equals(other.address) && adminListener.equals(other.adminListener)
            && keyStore.equals(other.keyStore) && allowedOrigins.equals(other.allowedOrigins);
    }

    /** The largest body of a request on that route. */
    long bodyLimit(RequestHead head) {
        return bodyLimits.isEmpty() ? Long.MAX_VALUE : bodyLimits.getOrDefault(head.route(), Long.MAX_VALUE);
    }

    private static Optional<Address> address(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                "adminListener: \"%s\" is not HOST:PORT, such as 127.0.0.1:8081".formatted(text));
        }
        var host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        return Optional.of(new Address(host, port("adminListener", text.substring(colon + 1))));
    }

    private static int port(String key, String text) {
        try {
            return inRange(key, Integer.parseInt(text.trim()), 0, 65_535);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("%s: \"%s\" is not a port number".formatted(key, text), notANumber);
        }
    }

    private static int inRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not between %d and %d".formatted(key, value, least, most));
        }
        return value;
    }

    private static String hostName(String text) {
        if (!text.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
            throw new IllegalArgumentException(
                "allowedHosts: \"%s\" is not a host name; write it without scheme and port"
                    .formatted(text));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String origin(String text) {
        if (!text.matches("\\*|[a-z][a-z0-9+.-]*://[^/?#\\s]+")) {
            throw new IllegalArgumentException(
                "allowedOrigins: \"%s\" is not an origin, such as https://app.example; write it without a path"
                    .formatted(text));
        }
        return text;
    }

    private static Map<String, Long> bodyLimits(String[] lines) {
        var limits = new HashMap<String, Long>();
        for (var line : lines) {
            if (!line.matches("[^=\\s]+=[0-9]{1,18}")) {
                throw new IllegalArgumentException(
                    "bodyLimits: \"%s\" is not ROUTE=BYTES, such as embeddings=4194304".formatted(line));
            }
            int equals = line.indexOf('=');
            limits.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
        }
        return Map.copyOf(limits);
    }

    private static Duration duration(String key, String text) {
        try {
            var duration = Duration.parse(text);
            if (duration.toMillis() > 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw new IllegalArgumentException(notADuration(key, text), malformed);
        }
        throw new IllegalArgumentException(notADuration(key, text));
    }

    private static String notADuration(String key, String text) {
        return "%s: \"%s\" is not a duration above zero such as PT30S".formatted(key, text);
    }

    private static Optional<KeyStore> keyStore(HttpEdge.Config config, Path etc) {
        if (config.tlsKeyStore().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new KeyStore(etc.resolve(config.tlsKeyStore()), password(config.tlsKeyStorePassword())));
    }

    /** The secret plugins come after this bundle, so only the environment can be referred to. */
    private static String password(String text) {
        if (!text.startsWith("$[")) {
            return text;
        }
        if (!text.matches("\\$\\[env:[^\\]]+]")) {
            throw new IllegalArgumentException("tlsKeyStorePassword: only $[env:NAME] can be referred to here, "
                + "because the gateway listens before its plugins start");
        }
        var name = text.substring("$[env:".length(), text.length() - 1);
        return Optional.ofNullable(System.getenv(name)).orElseThrow(() -> new IllegalArgumentException(
            "tlsKeyStorePassword: the environment variable %s is not set".formatted(name)));
    }
}
