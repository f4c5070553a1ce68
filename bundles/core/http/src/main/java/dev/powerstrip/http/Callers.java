package dev.powerstrip.http;

import dev.powerstrip.sdk.http.RequestHead;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells callers on this machine from others. */
final class Callers {

    private static final Set<String> OF_PROXIES = Set.of("forwarded", "x-real-ip", "via");

    private Callers() {}

    /** True for a socket of this machine behind which no proxy says that it speaks for somebody else. */
    static boolean isLocal(RequestHead head) {
        var proxied = new AtomicBoolean();
        head.headers().forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (OF_PROXIES.contains(lower) || lower.startsWith("x-forwarded-")) {
                proxied.set(true);
            }
        });
        return head.client().getAddress().isLoopbackAddress() && !proxied.get();
    }
}
