package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP routes of this dialect, below {@code /api/v1/} and {@code /v1/}. */
enum Route {
    CHAT_COMPLETIONS("POST", "chat/completions"), //
    COMPLETIONS("POST", "completions"), //
    EMBEDDINGS("POST", "embeddings"), //
    RERANK("POST", "rerank"), //
    IMAGES("POST", "images/generations"), //
    SPEECH("POST", "audio/speech"), //
    TRANSCRIPTIONS("POST", "audio/transcriptions"), //
    MODERATIONS("POST", "moderations"), //
    MODEL_COUNT("GET", "models/count"), //
    MODELS("GET", "models"), //
    MODEL("GET", "model/(.+(?:/|%2[Ff]).+)"), //
    ENDPOINTS("GET", "models/(.+(?:/|%2[Ff]).+)/endpoints"), //
    PROVIDERS("GET", "providers"), //
    KEY("GET", "key|auth/key"), //
    GENERATION("GET", "generation");

    private static final List<Route> ROUTES = List.of(values());

    private final String method;
    private final Pattern pattern;

    Route(String method, String pattern) {
        this.method = method;
        this.pattern = Pattern.compile(pattern);
    }

    /** The route that this path leads to, whatever the method. */
    static Optional<Route> of(RequestHead head) {
        var path = head.route();
        for (var route : ROUTES) {
            if (route.pattern.matcher(path).matches()) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    String method() {
        return method;
    }

    /** The model's slug in the path, decoded. */
    String slug(RequestHead head) {
        var matcher = pattern.matcher(head.route());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(head + " names no model");
        }
        return decode(matcher.group(1));
    }

    private static String decode(String slug) {
        try {
            return URLDecoder.decode(slug.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the path is not properly encoded: write a percent sign as %25", malformed);
        }
    }
}
