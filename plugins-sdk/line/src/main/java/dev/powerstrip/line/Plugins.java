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

    /** Every provider that is on, in the order of their ids. */
    List<ProviderInfo> providers();

    /** Grows whenever {@link #providers()} may answer otherwise. */
    long changes();

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
