package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Keeps what a plugin throws from being an object of the plugin's own: its methods would run outside the boundary, and
 * it would hold the plugin's class loader.
 */
final class PluginThrowables {

    private static final int DEEPEST = 20;

    private PluginThrowables() {}

    /** The same failure, in the JDK's own words where the plugin has a class for it. */
    static IOException plain(IOException thrown, ClassLoader plugin) {
        if (!isOf(plugin, thrown)) {
            return thrown;
        }
        var words = PluginFailedException.words(thrown);
        return thrown instanceof SocketTimeoutException ? new SocketTimeoutException(words) : new IOException(words);
    }

    static GatewayException plain(GatewayException decided, ClassLoader plugin) {
        if (!isOf(plugin, decided)) {
            return decided;
        }
        var plain = new GatewayException(decided.type(), decided.getMessage());
        for (var said : decided.metadata().entrySet()) {
            plain = plain.with(said.getKey(), said.getValue());
        }
        return decided.retryAfter().isPresent() ? plain.retryAfter(decided.retryAfter().get()) : plain;
    }

    private static boolean isOf(ClassLoader plugin, Throwable thrown) {
        return isOf(plugin, thrown, DEEPEST);
    }

    /** True if it, or what comes with it, is of a class of the plugin's. */
    private static boolean isOf(ClassLoader plugin, Throwable thrown, int depth) {
        return depth == 0 || thrown.getClass().getClassLoader() == plugin
            || thrown.getCause() != null && isOf(plugin, thrown.getCause(), depth - 1)
            || Arrays.stream(thrown.getSuppressed()).anyMatch(suppressed -> isOf(plugin, suppressed, depth - 1));
    }
}
