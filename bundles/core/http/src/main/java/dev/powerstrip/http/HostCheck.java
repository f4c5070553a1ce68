package dev.powerstrip.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages away that reach a listener on this machine through a name of their own (DNS rebinding): the
 * {@code Host} must be this machine's there, or one that the operator allowed.
 */
final class HostCheck {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final boolean checks;
    private final Set<String> allowed;

    /** @param also what the operator allows; naming any makes the check hold on every listener */
    HostCheck(Settings.Address listener, List<String> also) {
        checks = listener.isLoopback() || !also.isEmpty();
        allowed = new HashSet<>(LOOPBACK);
        allowed.add(listener.host().toLowerCase(Locale.ROOT));
        allowed.addAll(also);
    }

    /** @param host from the request's authority, without port; IPv6 addresses in brackets */
    boolean passes(String host) {
        return !checks || allowed.contains(host.toLowerCase(Locale.ROOT));
    }
}
