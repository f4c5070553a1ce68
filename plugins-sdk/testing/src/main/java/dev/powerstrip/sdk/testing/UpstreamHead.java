package dev.powerstrip.sdk.testing;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The head of a request as the adapter made it: without what the transport adds. */
final class UpstreamHead {

    private static final Set<String> OF_TRANSPORT
        = Set.of("connection", "content-length", "host", "http2-settings", "upgrade", "user-agent");

    private UpstreamHead() {}

    /** Method and path, and a line for each header, in their order by name. */
    static String of(Received request) {
        var headers = new TreeSet<String>();
        request.headers().forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!OF_TRANSPORT.contains(lower)) {
                headers.add(lower + ": " + value + "\n");
            }
        });
        return "%s %s\n%s".formatted(request.method(), request.path(), String.join("", headers));
    }
}
