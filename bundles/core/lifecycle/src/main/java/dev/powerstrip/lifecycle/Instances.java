package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.Instance.Registration;
import dev.powerstrip.line.BadConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes instances of plugins and takes them away. Each has a factory configuration that is bound to its bundle, so that
 * several versions, or configurations of one version, live side by side.
 */
final class Instances {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(10);
    /** The runtime finds the services that a component refers to one after another. */
    private static final int LOOKS_IN_VAIN = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final ComponentReport report;
    private final AtomicInteger made = new AtomicInteger();

    Instances(BundleContext context, ConfigurationAdmin configurations, ComponentReport report) {
        this.context = context;
        this.configurations = configurations;
        this.report = report;
    }

    /** An instance that nothing has been done for yet: it is registered, and then activated, by whoever asks first. */
    Instance make(PluginJar jar, Bundle bundle, Settings settings) {
        return new Instance(context, report, bundle, jar.component().name(), new Extension(jar.descriptor()),
            () -> register(jar, bundle, settings));
    }

    /** What an instance is configured with; read when it is registered. */
    interface Settings {

        Map<String, Object> read() throws BadConfigurationException;
    }

    /** Waits until it is registered; it is not activated yet. Any thread. */
    private Registration register(PluginJar jar, Bundle bundle, Settings settings) throws RefusedException {
        Configuration configuration = null;
        try {
            configuration = configurations.getFactoryConfiguration(jar.component().pid(), "r" + made.incrementAndGet(),
                jar.code().location());
            var awaited = new Awaited(jar, configuration.getPid());
            var reference = awaited.after(configuration, settings.read(), bundle);
            if (reference == null) {
                throw report.refusal(bundle, jar.component().name(), configuration.getPid());
            }
            return new Registration(configuration, reference);
        } catch (BadConfigurationException bad) {
            delete(configuration);
            throw new RefusedException(bad.getMessage());
        } catch (IOException | BundleException | InvalidSyntaxException failed) {
            delete(configuration);
            throw new RefusedException("cannot be started: " + failed.getMessage());
        } catch (RefusedException refused) {
            delete(configuration);
            throw refused;
        }
    }

    /** Takes an instance away: it is deactivated, if not at once then when its bundle stops. */
    void end(Instance instance) {
        instance.end().map(Registration::configuration).ifPresent(Instances::delete);
    }

    private static void delete(Configuration configuration) {
        if (configuration == null) {
            return;
        }
        try {
            configuration.delete();
        } catch (IOException failed) {
            LOG.error("The configuration {} could not be deleted", configuration.getPid(), failed);
        }
    }

    /** Waits for the service that a configuration brings about. */
    private final class Awaited implements ServiceListener {

        private final String component;
        private final String filter;
        private final CountDownLatch there = new CountDownLatch(1);

        Awaited(PluginJar jar, String pid) {
            component = jar.component().name();
            var anyService
                = jar.id().kind().services().stream().map(service -> "(objectClass=%s)".formatted(service.getName()))
                    .collect(Collectors.joining());
            filter = "(&(|%s)(service.pid=%s))".formatted(anyService, pid);
        }

        @Override
        public void serviceChanged(ServiceEvent event) {
            if (event.getType() == ServiceEvent.REGISTERED) {
                there.countDown();
            }
        }

        /** Null if it did not come in time. */
        ServiceReference<?> after(Configuration configuration, Map<String, Object> settings, Bundle bundle)
            throws IOException, BundleException, InvalidSyntaxException {
            context.addServiceListener(this, filter);
            try {
                configuration.update(new Hashtable<>(settings));
                bundle.start(Bundle.START_TRANSIENT);
                await(() -> report.waits(bundle, component, configuration.getPid()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                context.removeServiceListener(this);
            }
            var found = context.getServiceReferences((String) null, filter);
            return found == null ? null : found[0];
        }

        private void await(BooleanSupplier vain) throws InterruptedException {
            var end = Instant.now().plus(LIMIT);
            int inVain = 0;
            while (!there.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) && inVain < LOOKS_IN_VAIN
                && Instant.now().isBefore(end)) {
                inVain = vain.getAsBoolean() ? inVain + 1 : 0;
            }
        }
    }
}
