package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.plugin.HealthCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;

/**
 * One instance of a plugin's component, which exists by a factory configuration of its own: registered, and activated, when
 * somebody asks. Thread-safe.
 */
final class Instance {

    private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(10);

    private final BundleContext context;
    private final ComponentReport report;
    private final Bundle bundle;
    private final String component;
    private final Extension extension;
    private final Registering registering;
    private final ReentrantLock registration = new ReentrantLock();
    private boolean ended;
    private Future<Object> activation;
    private volatile Registration registered;
    private volatile ClassLoader loader;
    private volatile Object service;

    Instance(BundleContext context, ComponentReport report, Bundle bundle, String component,
        Extension extension, Registering registering) {
        this.context = context;
        this.report = report;
        this.bundle = bundle;
        this.component = component;
        this.extension = extension;
        this.registering = registering;
    }

    /** Makes it known to the component runtime; takes no plugin code. */
    interface Registering {

        Registration register() throws RefusedException;
    }

    /** What there is of it once the component runtime knows it. */
    record Registration(Configuration configuration, ServiceReference<?> reference) {}

    /**
     * Makes it known to the component runtime, unless it is already.
     *
     * @throws RefusedException if the runtime cannot make anything of it
     */
    Registration register() throws RefusedException {
        var known = registered;
        if (known != null) {
            return known;
        }
        registration.lock();
        try {
            if (ended) {
                throw new RefusedException("was taken away before it was used", Again.WITH_THE_NEXT_CHANGE);
            }
            if (registered == null) {
                registered = registering.register();
            }
            return registered;
        } finally {
            registration.unlock();
        }
    }

    /** Made when it is needed first: a plugin that nobody has used yet has none. */
    ClassLoader loader() {
        var known = loader;
        if (known == null) {
            known = bundle.adapt(BundleWiring.class).getClassLoader();
            loader = known;
        }
        return known;
    }

    /**
     * The plugin's object, activated when it is first asked for: on a thread of its own, so that a plugin which never comes
     * up holds nobody for longer than that.
     *
     * @throws RefusedException if it failed to come up
     */
    Object service() throws RefusedException {
        var ready = service;
        return ready != null ? ready : activated();
    }

    private Object activated() throws RefusedException {
        var work = activation();
        try {
            return work.get(ACTIVATION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RefusedException refused ? refused
                : new RefusedException(
                    "failed when it was activated: " + PluginFailedException.words(failed.getCause()));
        } catch (TimeoutException stuck) {
            work.cancel(true);
            throw didNotComeUp();
        } catch (CancellationException stuckForAnother) {
            throw didNotComeUp();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RefusedException("was not activated, because the gateway stops", Again.WITH_THE_NEXT_CHANGE);
        }
    }

    private static RefusedException didNotComeUp() {
        return new RefusedException(
            "did not come up within %d s: its constructor, and its health check if it has one, have to return sooner"
                .formatted(ACTIVATION_LIMIT.toSeconds()));
    }

    private synchronized Future<Object> activation() {
        if (activation == null) {
            var work = new FutureTask<>(this::activate);
            activation = work;
            var thread = new Thread(work, "powerstrip-activate-" + component);
            thread.setDaemon(true);
            thread.start();
        }
        return activation;
    }

    private Object activate() throws RefusedException {
        var made = register();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader());
        try {
            var activated = context.getService(made.reference());
            if (activated == null) {
                throw report.refusal(bundle, component, made.configuration().getPid());
            }
            return extended(activated, made);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Object extended(Object activated, Registration made) throws RefusedException {
        boolean extended = false;
        try {
            checkHealth(activated);
            var serving = extension.of(activated);
            service = serving;
            extended = true;
            return serving;
        } finally {
            if (!extended) {
                context.ungetService(made.reference());
            }
        }
    }

    /** Asks a plugin that can tell how it is. */
    private static void checkHealth(Object activated) throws RefusedException {
        if (activated instanceof HealthCheck plugin) {
            try {
                plugin.check();
            } catch (IOException unreachable) {
                throw new RefusedException(
                    "failed its health check: %s; it is tried again"
                        .formatted(PluginFailedException.words(unreachable)),
                    Again.SOON);
            } catch (GatewayException decided) {
                throw new RefusedException("failed its health check: " + decided.getMessage());
            } catch (RuntimeException broken) {
                throw new RefusedException("failed its health check: " + PluginFailedException.words(broken));
            }
        }
    }

    /** Lets go of the plugin's object for good. What registered it is still there, if anything did. */
    Optional<Registration> end() {
        boolean activated;
        registration.lock();
        try {
            ended = true;
            activated = service != null;
            service = null;
        } finally {
            registration.unlock();
        }
        if (activated) {
            context.ungetService(registered.reference());
        }
        return Optional.ofNullable(registered);
    }
}
