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
     * @throws PluginFailedException instead of anything else it threw, of nothing answered, and of a call that took too
     *         long
     */
    <R> R call(Call<T, R> call) throws IOException;

    /** Within a call, on its thread: the core works for the plugin, which does not count as the plugin's time. */
    default <R> R waiting(Work<R> work) throws IOException {
        return work.run();
    }

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

    /** What the core does for a plugin. */
    @FunctionalInterface
    interface Work<R> {

        R run() throws IOException;
    }
}
