package dev.powerstrip.line;

import dev.powerstrip.sdk.provider.Provider;
import java.util.List;
import java.util.Optional;

/** Hands out leases on the plugins' current revisions. Nobody looks a plugin up in any other way. Thread-safe. */
public interface Plugins {

    /** A lease on the current revision of that name; empty if there is none. */
    <T> Optional<Lease<T>> lease(Class<T> contract, String name);

    /** Leases on the current revision of every plugin of that kind, in the order of their names. */
    <T> List<Lease<T>> leaseAll(Class<T> contract);

    /** A lease on a provider's current revision; empty if there is none. */
    Optional<ProviderLease> provider(String id);

    /**
     * A lease on the revision of a provider that serves this exchange: the one it is pinned to; else, while a newer one
     * is tried out, by the hash of its id; else the current one. Whenever it is asked for the same exchange it is the same.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException if it is pinned to one that does not run
     */
    default Optional<ProviderLease> provider(String id, Exchange exchange) {
        return provider(id);
    }

    /**
     * Makes sure that a revision runs that somebody wants to be pinned to.
     *
     * @throws dev.powerstrip.sdk.error.GatewayException naming those that do, if it does not
     */
    default void require(Pin pin) {}

    /** Every provider that is on, in the order of their ids. */
    List<ProviderInfo> providers();

    /** Grows whenever {@link #providers()} may answer otherwise. */
    long changes();

    /**
     * Tells of calls that do not come back.
     *
     * @return forgets the listener
     */
    Cancellation.Registration onStuck(StuckCalls listener);

    /** Whoever waits for the threads that plugins take with them. */
    @FunctionalInterface
    interface StuckCalls {

        /**
         * A call on that thread took too long and did not answer to being interrupted: the thread may never be seen again.
         * If it is, it does not go on before this returns. Must not block, and not call the plugin.
         */
        void stuck(Thread thread, Revision revision);
    }

    /** A lease on a provider, with the settings that belong to this revision. */
    interface ProviderLease extends Lease<Provider> {

        ProviderSettings settings();
    }

    /**
     * What a provider says of itself.
     *
     * @param models the text of the jar's {@code POWERSTRIP-INF/models.json}; empty if it has none
     */
    record ProviderInfo(ProviderSettings settings, String models) {}
}
