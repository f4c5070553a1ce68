package dev.powerstrip.line;

import java.io.IOException;

/**
 * The right to use one revision of a plugin, which stays as it is until the lease is closed. Closing twice does nothing.
 *
 * @param <T> the contract it is used by
 */
public interface Lease<T> extends AutoCloseable {

    Revision revision();

    /**
     * Calls plugin code: this is the boundary. The thread's context loader is the plugin's meanwhile. Also for objects that
     * the plugin made: {@code lease.call(any -> reader.read(..))}.
     *
     * @throws IOException as the plugin threw it
     * @throws dev.powerstrip.sdk.error.GatewayException as the plugin threw it
     * @throws PluginFailedException instead of anything else it threw
     */
    <R> R call(Call<T, R> call) throws IOException;

    /**
     * Runs an action once when the time is over that the last calls of a replaced revision have: whatever still runs on
     * this lease is to end itself with an error. At once if it is over already, never after the lease was closed. The
     * action must not block.
     */
    default void onRecall(Runnable action) {}

    @Override
    void close();

    /** A call into a plugin. */
    @FunctionalInterface
    interface Call<T, R> {

        R on(T service) throws IOException;
    }
}
