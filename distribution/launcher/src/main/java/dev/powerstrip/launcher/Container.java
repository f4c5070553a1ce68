package dev.powerstrip.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.ServiceTracker;

/** The OSGi framework and the bundles that are started with it. */
final class Container {

    private static final String LAST_LEVEL = "4";
    private static final String READY = "(&(objectClass=java.util.function.Supplier)(powerstrip.ready=true))";
    private static final String DRAINS = "(powerstrip.drain=true)";

    private final Framework framework;
    private final BundleList bundles;
    private final List<Bundle> installed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    /** What the gateway says once it serves. */
    record Ready(URI address, String report) {}

    Container(Installation installation, RunOptions options, BundleList bundles) {
        this.framework = new Felix(properties(installation, options));
        this.bundles = bundles;
    }

    private static Map<String, Object> properties(Installation installation, RunOptions options) {
        var properties = new HashMap<String, Object>(options.overrides());
        properties.put("powerstrip.home", options.home().toString());
        properties.put("powerstrip.installation", installation.root().toString());
        properties.put(Constants.FRAMEWORK_STORAGE, options.home().data().resolve("felix").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, LAST_LEVEL);
        // Configuration is read from etc/ at every start: Configuration Admin has nothing to keep.
        properties.put("felix.cm.pm", "memory");
        properties.put("felix.log.logger", new FrameworkLog());
        return properties;
    }

    /** Returns when every bundle was started, or could not be; that the gateway serves comes later. */
    void start() throws BundleException, InvalidSyntaxException, RefusedException {
        framework.init();
        new ReadyTracker(context()).open();
        for (var entry : bundles.entries()) {
            var bundle = install(entry.jar());
            installed.add(bundle);
            bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
            if (!isFragment(bundle)) {
                bundle.start();
            }
        }
        framework.start();
    }

    private Bundle install(Path jar) throws RefusedException {
        try {
            return context().installBundle(jar.toUri().toString());
        } catch (BundleException noBundle) {
            throw new RefusedException("%s is no bundle: %s".formatted(jar, noBundle.getMessage()), noBundle);
        }
    }

    /** The bundles that are not started, of those that should be. */
    List<Bundle> idle() {
        return installed.stream().filter(bundle -> bundle.getState() != Bundle.ACTIVE && !isFragment(bundle)).toList();
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** The framework's own; there is none before it was started. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Completes once the gateway serves. */
    CompletableFuture<Ready> ready() {
        return ready;
    }

    /** Lets nobody in any more and returns when those who are in have left, or have had their time. */
    void drain() throws InvalidSyntaxException {
        for (var drain : context().getServiceReferences(Runnable.class, DRAINS)) {
            context().getService(drain).run();
        }
    }

    /** @return false if not everything had stopped in that time */
    boolean stop(long millis) throws BundleException, InterruptedException {
        framework.stop();
        return framework.waitForStop(millis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    private final class ReadyTracker extends ServiceTracker<Supplier<?>, Supplier<?>> {

        ReadyTracker(BundleContext context) throws InvalidSyntaxException {
            super(context, context.createFilter(READY), null);
        }

        @Override
        public Supplier<?> addingService(ServiceReference<Supplier<?>> reference) {
            var report = super.addingService(reference);
            ready.complete(
                new Ready(URI.create(reference.getProperty("powerstrip.url").toString()), report.get().toString()));
            return report;
        }
    }
}
