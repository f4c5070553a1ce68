package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Provider;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease, and so the boundary between the gateway and a plugin's code. */
class LeasedPlugin<T> implements Lease<T> {

    private final LiveRevision live;
    private final T service;
    private final AtomicBoolean closed = new AtomicBoolean();

    LeasedPlugin(LiveRevision live, T service) {
        this.live = live;
        this.service = service;
    }

    @Override
    public Revision revision() {
        return live.revision();
    }

    @Override
    public <R> R call(Call<T, R> call) throws IOException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(live.instance().loader());
        try {
            return call.on(service);
        } catch (IOException | GatewayException | PluginFailedException decided) {
            throw decided;
        } catch (Throwable thrown) {
            // Not as its cause: the thrown object would hold the plugin's class loader.
            throw new PluginFailedException(revision(), thrown);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            live.release();
        }
    }

    /** A lease on a provider. */
    static final class OfProvider extends LeasedPlugin<Provider> implements ProviderLease {

        private final ProviderSettings settings;

        OfProvider(LiveRevision live, Provider service, ProviderSettings settings) {
            super(live, service);
            this.settings = settings;
        }

        @Override
        public ProviderSettings settings() {
            return settings;
        }
    }
}
