package dev.powerstrip.dispatch;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.ChatProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Providers by id, with a count of the leases that are out. */
final class FakePlugins implements Plugins {

    private final Map<String, ChatProvider> providers = new ConcurrentHashMap<>();
    private final Map<String, ProviderSettings> settings = new ConcurrentHashMap<>();
    private final AtomicInteger leases = new AtomicInteger();

    void put(ProviderSettings of, ChatProvider provider) {
        settings.put(of.id(), of);
        providers.put(of.id(), provider);
    }

    int leasesOut() {
        return leases.get();
    }

    @Override
    public Optional<ProviderLease> provider(String id) {
        if (!providers.containsKey(id)) {
            return Optional.empty();
        }
        leases.incrementAndGet();
        return Optional.of(new CountedLease(id));
    }

    @Override
    public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
        throw new UnsupportedOperationException("dispatch leases providers only");
    }

    @Override
    public <T> List<Lease<T>> leaseAll(Class<T> contract) {
        throw new UnsupportedOperationException("dispatch leases providers only");
    }

    @Override
    public List<ProviderInfo> providers() {
        throw new UnsupportedOperationException("dispatch asks for one provider only");
    }

    @Override
    public long changes() {
        return 0;
    }

    private final class CountedLease implements ProviderLease {

        private final String id;
        private boolean closed;

        CountedLease(String id) {
            this.id = id;
        }

        @Override
        public ProviderSettings settings() {
            return settings.get(id);
        }

        @Override
        public Revision revision() {
            return new Revision("provider." + id, id, "1.0.0", "0123456789ab", 1);
        }

        @Override
        public <R> R call(Call<ChatProvider, R> call) throws IOException {
            if (closed) {
                throw new AssertionError("the lease of " + id + " is used after it was given back");
            }
            try {
                return call.on(providers.get(id));
            } catch (IOException | GatewayException e) {
                throw e;
            } catch (Throwable e) {
                throw new PluginFailedException(revision(), e);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leases.decrementAndGet();
            }
        }
    }
}
