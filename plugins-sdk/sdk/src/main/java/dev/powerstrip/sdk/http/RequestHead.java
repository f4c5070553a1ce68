package dev.powerstrip.sdk.http;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A client's request without its body: all that is known before a byte of the body is read.
 *
 * @param method upper case, such as {@code POST}
 * @param path the path as it was sent, such as {@code /api/v1/chat/completions}
 * @param query the raw query without the question mark; empty if there is none
 * @param headers as sent
 * @param client where the connection comes from
 */
public record RequestHead(String method, String path, String query, Headers headers, InetSocketAddress client) {

    private static final Pattern OF_GOOGLE = Pattern.compile("/v1/models/.+(?::|%3[Aa])"
        + "(?:generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents)");

    /**
     * Whether a path is one of Google's API: all below {@code /v1beta/}, and below {@code /v1/}, which newer clients take, what
     * is asked of a model, such as {@code /v1/models/x:generateContent}.
     */
    public static boolean isOfGoogle(String path) {
        return path.startsWith("/v1beta/") || path.startsWith("/v1/models/") && OF_GOOGLE.matcher(path).matches();
    }

    /** The path below {@code /api/v1/} or {@code /v1/}, such as {@code chat/completions}; else the path itself. */
    public String route() {
        if (path.startsWith("/api/v1/")) {
            return path.substring("/api/v1/".length());
        }
        return path.startsWith("/v1/") ? path.substring("/v1/".length()) : path;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> parameter(String name) {
        for (var pair : query.split("&")) {
            int equals = pair.indexOf('=');
            var key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    /** The names of the query's parameters, decoded, each once. */
    public Set<String> parameters() {
        return Arrays.stream(query.split("&")).filter(pair -> !pair.isEmpty())
            .map(pair -> decode(pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the query is not properly encoded: write a percent sign as %25", malformed);
        }
    }

    /** Method and path only: a query may hold a key. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
