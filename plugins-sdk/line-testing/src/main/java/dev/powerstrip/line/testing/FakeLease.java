package dev.powerstrip.line.testing;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease that is counted, keeps the boundary and fails the test that uses it after giving it back. */
class FakeLease<T> implements Lease<T> {

    private final Revision revision;
    private final T service;
    private final FakePlugins plugins;
    private final AtomicBoolean closed = new AtomicBoolean();

    FakeLease(Class<T> contract, String name, T service, FakePlugins plugins) {
        revision = new Revision(kind(contract).word() + "." + name, name, "1.0.0", "0123456789ab", 1);
        this.service = service;
        this.plugins = plugins;
        plugins.given();
    }

    static PluginKind kind(Class<?> contract) {
        return Arrays.stream(PluginKind.values()).filter(kind -> kind.contract() == contract).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no plugin is used by " + contract.getName()));
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public <R> R call(Call<T, R> call) throws IOException {
        if (closed.get()) {
            throw new AssertionError("the lease of " + revision + " is used after it was given back");
        }
        try {
            return call.on(service);
        } catch (IOException | GatewayException | PluginFailedException decided) {
            throw decided;
        } catch (Throwable thrown) {
            throw new PluginFailedException(revision, thrown);
        }
    }

    @Override
    public void onRecall(Runnable action) {
        plugins.onRecall(this, action);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            plugins.forgetRecall(this);
            plugins.givenBack();
        }
    }
}
