package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP routes of this dialect, below {@code /api/v1/} and {@code /v1/}. */
enum Route {
    RESPONSES("responses", List.of("POST")), //
    RESPONSE("responses/([^/]+)", List.of("GET", "DELETE")), //
    INPUT_ITEMS("responses/([^/]+)/input_items", List.of("GET")), //
    CANCEL("responses/([^/]+)/cancel", List.of("POST"));

    private final Pattern pattern;
    private final List<String> methods;

    Route(String pattern, List<String> methods) {
        this.pattern = Pattern.compile(pattern);
        this.methods = methods;
    }

    /** The route that this path leads to, whatever the method. */
    static Optional<Route> of(RequestHead head) {
        for (var route : values()) {
            if (route.pattern.matcher(head.route()).matches()) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** The route of a request that was accepted. */
    static Route called(RequestHead head) {
        var route = of(head).orElseThrow(() -> new IllegalArgumentException(head + " is not this dialect's"));
        if (!route.methods.contains(head.method())) {
            var allowed = String.join(", ", route.methods);
            throw new GatewayException(ErrorType.METHOD_NOT_ALLOWED,
                "%s is not allowed on %s: use %s".formatted(head.method(), head.path(), allowed))
                .with(ErrorEnvelope.ALLOW, allowed);
        }
        return route;
    }

    /** The id in the path. */
    String id(RequestHead head) {
        var matcher = pattern.matcher(head.route());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(head + " names no response");
        }
        return matcher.group(1);
    }
}
