package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.Pinning;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
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
 * The revisions of every name that serve, and leases on them. Written by lifecycle's thread, which takes a revision out of
 * here before it retires it; read by all without waiting.
 */
final class CurrentPlugins implements Plugins {

    private static final Map<Class<?>, PluginKind> KINDS
        = Arrays.stream(PluginKind.values()).collect(Collectors.toMap(PluginKind::contract, kind -> kind));

    private final BiConsumer<LiveRevision, RefusedException> onFailure;
    private final Watchdog watchdog;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** @param onFailure told of a revision that did not come up at its first lease; must not block */
    CurrentPlugins(BiConsumer<LiveRevision, RefusedException> onFailure, Watchdog watchdog) {
        this.watchdog = watchdog;
        this.onFailure = onFailure;
    }

    void put(PluginKind kind, String name, Serving serving) {
        snapshot = snapshot.with(kind, names -> names.put(name, serving));
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
            var serving = snapshot.of(kind).get(name);
            if (serving == null || serving.current().acquire()) {
                return Optional.ofNullable(serving).map(Serving::current);
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
        return acquire(PluginKind.PROVIDER, id).flatMap(this::leased);
    }

    private Optional<ProviderLease> leased(LiveRevision live) {
        var settings = live.provider().orElseThrow().settings();
        if (live.leases() > settings.maxConcurrent()) {
            live.release();
            return Optional.of(new OverloadedProvider(live.revision(), settings));
        }
        return service(live, Provider.class)
            .map(service -> new LeasedPlugin.OfProvider(live, service, settings));
    }

    @Override
    public Registration onStuck(StuckCalls listener) {
        return watchdog.tell(listener);
    }

    @Override
    public Optional<ProviderLease> provider(String id, Exchange exchange) {
        while (true) {
            var serving = snapshot.of(PluginKind.PROVIDER).get(id);
            if (serving == null) {
                return Optional.empty();
            }
            var live = serving.choose(exchange);
            if (live.acquire()) {
                if (exchange.pin(serving.slot()).isEmpty()) {
                    serving.trial().ifPresent(trial -> trial.follow(exchange, live));
                }
                return leased(live);
            }
        }
    }

    @Override
    public void require(Pin pin) {
        var serving = snapshot.of(PluginKind.PROVIDER).values().stream()
            .filter(provider -> provider.slot().equals(pin.provider())).findFirst()
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "%s: there is no provider \"%s\" in use; GET /api/v1/providers lists those there are"
                    .formatted(Pinning.HEADER, pin.provider())));
        serving.find(pin);
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
    private record Snapshot(Map<PluginKind, SortedMap<String, Serving>> byKind, List<ProviderInfo> providers,
        long number) {

        static final Snapshot EMPTY = new Snapshot(Map.of(), List.of(), 0);

        SortedMap<String, Serving> of(PluginKind kind) {
            return byKind.getOrDefault(kind, Collections.emptySortedMap());
        }

        Snapshot with(PluginKind kind, Consumer<SortedMap<String, Serving>> change) {
            var changed = new EnumMap<PluginKind, SortedMap<String, Serving>>(PluginKind.class);
            changed.putAll(byKind);
            var names = new TreeMap<>(of(kind));
            change.accept(names);
            changed.put(kind, names);
            var providers = changed.getOrDefault(PluginKind.PROVIDER, Collections.emptySortedMap()).values().stream()
                .flatMap(serving -> serving.current().provider().stream()).toList();
            return new Snapshot(changed, providers, number + 1);
        }
    }
}
