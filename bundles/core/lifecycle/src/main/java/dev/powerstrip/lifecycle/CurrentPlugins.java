package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.provider.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The current revision of every name, and leases on them. Written by lifecycle's thread, which takes a revision out of
 * here before it retires it; read by all without waiting.
 */
final class CurrentPlugins implements Plugins {

    private static final Map<Class<?>, PluginKind> KINDS
        = Arrays.stream(PluginKind.values()).collect(Collectors.toMap(PluginKind::contract, kind -> kind));

    private final BiConsumer<LiveRevision, RefusedException> onFailure;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** @param onFailure told of a revision that did not come up at its first lease; must not block */
    CurrentPlugins(BiConsumer<LiveRevision, RefusedException> onFailure) {
        this.onFailure = onFailure;
    }

    void put(PluginKind kind, String name, LiveRevision live) {
        snapshot = snapshot.with(kind, names -> names.put(name, live));
    }

    void remove(PluginKind kind, String name) {
        snapshot = snapshot.with(kind, names -> names.remove(name));
    }

    @Override
    public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
        return acquire(kind(contract), name).flatMap(live -> leased(live, contract));
    }

    private static PluginKind kind(Class<?> contract) {
        var kind = KINDS.get(contract);
        if (kind == null) {
            throw new IllegalArgumentException(contract + " is no plugin contract");
        }
        return kind;
    }

    /** Takes a lease on whatever is current: where that was retired in between, there is a newer snapshot. */
    private Optional<LiveRevision> acquire(PluginKind kind, String name) {
        while (true) {
            var live = snapshot.of(kind).get(name);
            if (live == null || live.acquire()) {
                return Optional.ofNullable(live);
            }
        }
    }

    private <T> Optional<Lease<T>> leased(LiveRevision live, Class<T> contract) {
        return service(live, contract).map(service -> new LeasedPlugin<>(live, service));
    }

    private <T> Optional<T> service(LiveRevision live, Class<T> contract) {
        try {
            return Optional.of(contract.cast(live.instance().service()));
        } catch (RefusedException failed) {
            live.release();
            onFailure.accept(live, failed);
            return Optional.empty();
        }
    }

    @Override
    public <T> List<Lease<T>> leaseAll(Class<T> contract) {
        var kind = kind(contract);
        var leases = new ArrayList<Lease<T>>();
        for (var name : snapshot.of(kind).keySet()) {
            acquire(kind, name).flatMap(live -> leased(live, contract)).ifPresent(leases::add);
        }
        return leases;
    }

    @Override
    public Optional<ProviderLease> provider(String id) {
        return acquire(PluginKind.PROVIDER, id).flatMap(live -> service(live, Provider.class)
            .map(service -> new LeasedPlugin.OfProvider(live, service, live.provider().orElseThrow().settings())));
    }

    @Override
    public List<ProviderInfo> providers() {
        return snapshot.providers;
    }

    @Override
    public long changes() {
        return snapshot.number;
    }

    /** What is current at one moment. */
    private record Snapshot(Map<PluginKind, SortedMap<String, LiveRevision>> byKind, List<ProviderInfo> providers,
        long number) {

        static final Snapshot EMPTY = new Snapshot(Map.of(), List.of(), 0);

        SortedMap<String, LiveRevision> of(PluginKind kind) {
            return byKind.getOrDefault(kind, Collections.emptySortedMap());
        }

        Snapshot with(PluginKind kind, Consumer<SortedMap<String, LiveRevision>> change) {
            var changed = new EnumMap<PluginKind, SortedMap<String, LiveRevision>>(PluginKind.class);
            changed.putAll(byKind);
            var names = new TreeMap<>(of(kind));
            change.accept(names);
            changed.put(kind, names);
            var providers = changed.getOrDefault(PluginKind.PROVIDER, Collections.emptySortedMap()).values().stream()
                .flatMap(live -> live.provider().stream()).toList();
            return new Snapshot(changed, providers, number + 1);
        }
    }
}
