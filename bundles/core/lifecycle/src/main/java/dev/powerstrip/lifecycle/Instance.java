package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.plugin.HealthCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;

/** One instance of a plugin's component, which exists by a factory configuration of its own. Thread-safe. */
final class Instance {

    private final BundleContext context;
    private final ComponentReport report;
    private final Bundle bundle;
    private final String component;
    private final Configuration configuration;
    private final ServiceReference<?> reference;
    private final ClassLoader loader;
    private final ReentrantLock activation = new ReentrantLock();
    private volatile Object service;

    Instance(BundleContext context, ComponentReport report, Bundle bundle, String component,
        Configuration configuration, ServiceReference<?> reference) {
        this.context = context;
        this.report = report;
        this.bundle = bundle;
        this.component = component;
        this.configuration = configuration;
        this.reference = reference;
        this.loader = bundle.adapt(BundleWiring.class).getClassLoader();
    }

    Configuration configuration() {
        return configuration;
    }

    ClassLoader loader() {
        return loader;
    }

    /**
     * The plugin's object, activated by the first who asks.
     *
     * @throws RefusedException if it failed to come up
     */
    Object service() throws RefusedException {
        var ready = service;
        if (ready != null) {
            return ready;
        }
        activation.lock();
        try {
            if (service == null) {
                service = activate();
            }
            return service;
        } finally {
            activation.unlock();
        }
    }

    private Object activate() throws RefusedException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var activated = context.getService(reference);
            if (activated == null) {
                throw report.refusal(bundle, component, configuration.getPid());
            }
            return activated;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Activates it, and asks it how it is, on a thread of its own: a plugin which never comes up holds nobody else. */
    void activate(Duration limit) throws RefusedException {
        var work = new FutureTask<>(this::healthy);
        var thread = new Thread(work, "powerstrip-activate-" + component);
        thread.setDaemon(true);
        thread.start();
        try {
            work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RefusedException refused ? refused
                : new RefusedException("failed when it was activated: " + failed.getCause());
        } catch (TimeoutException stuck) {
            work.cancel(true);
            throw new RefusedException(
                "did not come up within %d s: its constructor, and its health check if it has one, have to return sooner"
                    .formatted(limit.toSeconds()));
        } catch (InterruptedException stopped) {
            work.cancel(true);
            Thread.currentThread().interrupt();
            throw new RefusedException("was not activated, because the gateway stops", Again.WITH_THE_NEXT_CHANGE);
        }
    }

    private Object healthy() throws RefusedException {
        var activated = service();
        if (activated instanceof HealthCheck plugin) {
            Thread.currentThread().setContextClassLoader(loader);
            try {
                plugin.check();
            } catch (IOException unreachable) {
                throw new RefusedException("failed its health check: %s; it is tried again".formatted(unreachable),
                    Again.SOON);
            } catch (GatewayException decided) {
                throw new RefusedException("failed its health check: " + decided.getMessage());
            } catch (RuntimeException broken) {
                throw new RefusedException("failed its health check: " + broken);
            }
        }
        return activated;
    }

    /** Lets go of the plugin's object; the configuration that made it is still there. */
    void release() {
        if (service != null) {
            service = null;
            context.ungetService(reference);
        }
    }
}
