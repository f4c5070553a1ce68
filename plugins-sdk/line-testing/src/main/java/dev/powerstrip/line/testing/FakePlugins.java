package dev.powerstrip.line.testing;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Plugins as a test puts them, each the only revision of its name, and a count of the leases on them. Thread-safe. */
public final class FakePlugins implements Plugins {

    private final Map<PluginKind, NavigableMap<String, Object>> services = new ConcurrentHashMap<>();
    private final Map<String, ProviderInfo> providers = new ConcurrentSkipListMap<>();
    private final Map<Object, Runnable> recalls = new ConcurrentHashMap<>();
    private final AtomicInteger leased = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong changes = new AtomicLong();
    private final List<StuckCalls> listeners = new CopyOnWriteArrayList<>();

    /** Puts a plugin, in place of the one that had its name; leases on that one go on with it. */
    public <T> void put(Class<T> contract, String name, T service) {
        services(contract).put(name, service);
    }

    /** Puts a provider that can be leased and brings no models of its own. */
    public void put(ProviderSettings settings, Provider provider) {
        put(Provider.class, settings.id(), provider);
        list(settings, "");
    }

    /** Names a provider among those that are on; it can be leased only if it was {@link #put}. */
    public void list(ProviderSettings settings, String models) {
        providers.put(settings.id(), new ProviderInfo(settings, models));
        changes.incrementAndGet();
    }

    public void remove(Class<?> contract, String name) {
        services(contract).remove(name);
    }

    /** How many leases were given out so far. */
    public int leased() {
        return leased.get();
    }

    /** How many leases are out now. */
    public int held() {
        return held.get();
    }

    @Override
    public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
        return find(contract, name).map(service -> new FakeLease<>(contract, name, service, this));
    }

    @Override
    public <T> List<Lease<T>> leaseAll(Class<T> contract) {
        return services(contract).keySet().stream().flatMap(name -> lease(contract, name).stream()).toList();
    }

    @Override
    public Optional<ProviderLease> provider(String id) {
        return find(Provider.class, id)
            .map(provider -> new FakeProviderLease(providers.get(id).settings(), provider, this));
    }

    private <T> Optional<T> find(Class<T> contract, String name) {
        return Optional.ofNullable(services(contract).get(name)).map(contract::cast);
    }

    private NavigableMap<String, Object> services(Class<?> contract) {
        return services.computeIfAbsent(FakeLease.kind(contract), kind -> new ConcurrentSkipListMap<>());
    }

    @Override
    public List<ProviderInfo> providers() {
        return List.copyOf(providers.values());
    }

    @Override
    public long changes() {
        return changes.get();
    }

    /** Says that a call on that thread does not come back. */
    public void stuck(Thread thread, Revision revision) {
        listeners.forEach(listener -> listener.stuck(thread, revision));
    }

    @Override
    public Registration onStuck(StuckCalls listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** The time of every lease that is out now is over; one that is taken meanwhile goes on. */
    public void recall() {
        for (var lease : Set.copyOf(recalls.keySet())) {
            var action = recalls.remove(lease);
            if (action != null) {
                action.run();
            }
        }
    }

    void onRecall(Object lease, Runnable action) {
        recalls.put(lease, action);
    }

    void forgetRecall(Object lease) {
        recalls.remove(lease);
    }

    void given() {
        leased.incrementAndGet();
        held.incrementAndGet();
    }

    void givenBack() {
        held.decrementAndGet();
    }
}
