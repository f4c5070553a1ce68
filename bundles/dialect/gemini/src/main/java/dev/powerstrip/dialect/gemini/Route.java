package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What a path below {@code /v1beta/} asks of which model: {@code models/google/gemini-2.5-flash:generateContent}.
 *
 * @param model the slug; empty for the list of models
 * @param method Google's word after the colon; empty where something is looked up
 */
record Route(String model, String method) {

    static final String BASE = "/v1beta/";
    private static final String LIST = "models";
    private static final String ONE = "models/";
    /** Whose models have names without an author here, as they have at Google. */
    private static final String AUTHOR = "google/";

    static Route of(RequestHead head) {
        var path = decoded(head.path().substring(BASE.length()));
        boolean lookup = head.method().equals("GET");
        if (lookup && path.equals(LIST)) {
            return new Route("", "");
        }
        int colon = path.lastIndexOf(':');
        if (!path.startsWith(ONE) || path.length() == ONE.length() || !lookup && colon <= ONE.length()) {
            throw new GatewayException(ErrorType.NOT_FOUND,
                "there is no %s %s: ask POST /v1beta/models/AUTHOR/NAME:generateContent, or GET /v1beta/models"
                    .formatted(head.method(), head.path()));
        }
        return lookup ? new Route(slug(path.substring(ONE.length())), "")
            : new Route(slug(path.substring(ONE.length(), colon)), path.substring(colon + 1));
    }

    private static String slug(String name) {
        return name.contains("/") ? name : AUTHOR + name;
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the path is not properly encoded: write a percent sign as %25", malformed);
        }
    }
}
