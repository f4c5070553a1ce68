package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins.ProviderLease;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Provider;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease, and so the boundary between the gateway and a plugin's code. */
class LeasedPlugin<T> implements Lease<T> {

    private final LiveRevision live;
    private final T service;
    private final Optional<Quarantined> quarantined;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean failed;
    private int calls;

    /** A lease on a revision that is quarantined by now lets nobody through. */
    LeasedPlugin(LiveRevision live, T service) {
        this.live = live;
        this.service = service;
        this.quarantined = live.quarantined();
    }

    LiveRevision live() {
        return live;
    }

    @Override
    public Revision revision() {
        return live.revision();
    }

    @Override
    public <R> R call(Call<T, R> call) throws IOException {
        if (quarantined.isPresent()) {
            throw new PluginFailedException(revision(), "it is quarantined: " + quarantined.get().words());
        }
        calls++;
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(live.instance().loader());
        var place = live.boundary().calls().enter(this);
        try {
            return there(call.on(service));
        } catch (IOException unreachable) {
            throw PluginThrowables.plain(unreachable, live.instance().loader());
        } catch (GatewayException decided) {
            throw PluginThrowables.plain(decided, live.instance().loader());
        } catch (PluginFailedException failure) {
            throw failure;
        } catch (Throwable thrown) {
            throw failure(PluginFailedException.words(thrown));
        } finally {
            thread.setContextClassLoader(before);
            leave(place);
        }
    }

    private <R> R there(R answer) {
        if (answer == null) {
            throw failure("it answered null");
        }
        return answer;
    }

    /** Whatever a call brings that was interrupted, it has failed. */
    private void leave(Place place) {
        if (!place.leave()) {
            throw new PluginFailedException(revision(), "it took too long and was interrupted");
        }
    }

    private PluginFailedException failure(String words) {
        failed(words);
        return new PluginFailedException(revision(), words);
    }

    /** Plugin code failed, which counts once for each lease. Also on the watchdog's thread. */
    void failed(String words) {
        if (!failed) {
            failed = true;
            live.failed(words);
        }
    }

    @Override
    public <R> R waiting(Work<R> work) throws IOException {
        var resume = live.boundary().calls().pause(this);
        try {
            return work.run();
        } finally {
            resume.run();
        }
    }

    @Override
    public void onRecall(Runnable action) {
        live.onRecall(this, action);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            live.forgetRecall(this);
            if (calls >= telling() && !failed) {
                live.wentWell();
            }
            live.release();
        }
    }

    /** A dialect that was only asked whether a request is for it has not shown much. */
    private int telling() {
        return live.target().jar().id().kind() == PluginKind.DIALECT ? 2 : 1;
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
