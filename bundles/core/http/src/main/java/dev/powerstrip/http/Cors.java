package dev.powerstrip.http;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.Callback;

/** Lets web pages of certain origins call the API, and never the administration. There is none where nobody is let in. */
final class Cors extends CrossOriginHandler {

    private static final Pattern API = Pattern.compile("/(api/)?v1(beta)?/(?!(admin|keys)(/|$)).*");

    Cors(Set<String> origins, Handler front) {
        setHandler(front);
        setAllowedOriginPatterns(origins.stream().map(Cors::pattern).collect(Collectors.toSet()));
        setAllowedMethods(Set.of("GET", "POST", "DELETE"));
        // A star means all but this one.
        setAllowedHeaders(Set.of("*", "Authorization"));
        setExposedHeaders(Set.of("X-Generation-Id", "X-Request-Id", "Retry-After"));
        setPreflightMaxAge(Duration.ofMinutes(10));
        setAllowCredentials(false);
        setDeliverPreflightRequests(false);
    }

    private static String pattern(String origin) {
        return origin.equals("*") ? origin : Pattern.quote(origin);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return covers(request) ? super.handle(request, response, callback)
            : getHandler().handle(request, response, callback);
    }

    private static boolean covers(Request request) {
        var path = request.getHttpURI().getCanonicalPath();
        return path != null && API.matcher(path).matches() && !Front.onAdminListener(request);
    }
}
