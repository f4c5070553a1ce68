package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.ConfigFiles;
import dev.powerstrip.line.FolderWatch;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies, installs, configures, leases, swaps, drains and removes plugins: here its parts are put together. */
@Component(immediate = true, configurationPid = "lifecycle")
@Designate(ocd = LifecycleConfig.class)
public final class Lifecycle implements Plugins, PluginAdmin {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final BundleContext context;
    private final Worker worker = new Worker();
    private final RunningCalls calls = new RunningCalls();
    private final Watchdog watchdog = new Watchdog(calls, () -> this.limits);
    private final CurrentPlugins current = new CurrentPlugins(this::failed, watchdog);
    private final PluginList list = new PluginList();
    private final Optional<String> folderProblem;
    private final DropIns dropIns;
    private final Succession succession;
    private final TrustSource trust;
    private final Reconciler reconciler;
    private final FolderWatch.Watched watch;
    private final Registration listening;
    private final Scan scan;
    private final Quarantine quarantine;
    private volatile LifecycleConfig config;
    private volatile Limits limits;

    /** Begins the first scan, on a thread of its own. */
    @Activate
    public Lifecycle(BundleContext context, @Reference ConfigFiles files, @Reference FolderWatch folders,
        @Reference ConfigurationAdmin configurations, @Reference ServiceComponentRuntime components,
        LifecycleConfig config) throws IOException {
        this.context = context;
        this.config = config;
        this.limits = Limits.of(config);
        var home = Home.of(context);
        folderProblem = DropIns.problem(home.plugins());
        folderProblem.ifPresent(LOG::error);

        var data = home.data().resolve("plugins");
        var store = new JarStore(data);
        succession = Succession.read(data.resolve("versions.json"));
        dropIns = new DropIns(home.plugins(), list);
        trust = new TrustSource(config, home.etc(), folders, System.getenv(), this::changed);
        var state = StateFile.read(data.resolve("state.json"));
        var bundles = new PluginBundles(context);
        var instances = new Instances(context, configurations, new ComponentReport(components));
        var providers = new ProviderSwitch(System.getenv());
        var starter = new Starter(bundles, instances, files, providers, state, home.home(),
            new Boundary(calls, () -> this.limits, this::quarantined));
        var drain = new Drain(worker, instances, bundles, () -> Duration.parse(this.config.drainTimeout()),
            this::published);
        reconciler = new Reconciler(starter, providers, current, drain, state);
        var imports = new ImportRules(OfferedPackages.of(context));
        var jars = new DropFolder(home.plugins(), store, new JarCheck(imports, Runtime.version().feature()),
            succession);

        var builtIn = home.installation().resolve("plugins");
        watch = folders.watch(folderProblem.isPresent() ? List.of(builtIn) : List.of(home.plugins(), builtIn), ".jar",
            this::changed);
        scan = new Scan(worker, watch, home.plugins(), jars, files, reconciler, state, succession, store, list, trust,
            () -> this.config);
        quarantine = new Quarantine(worker, () -> this.limits, reconciler, scan::run);
        watchdog.start();
        listening = files.onChange(this::changed);
        changed();
    }

    private void changed() {
        worker.run(() -> scan.run());
    }

    private void published() {
        scan.publish();
    }

    private void failed(LiveRevision live, RefusedException failure) {
        worker.run(() -> {
            reconciler.failed(live, failure);
            scan.run();
        });
    }

    private void quarantined(LiveRevision live) {
        worker.run(() -> quarantine.enter(live));
    }

    /** A change here must not make a new component: that would end every plugin. */
    @Modified
    void modified(LifecycleConfig changed) {
        try {
            limits = Limits.of(changed);
        } catch (IllegalArgumentException wrong) {
            LOG.error("Refused, and what was in force stays: {}", wrong.getMessage());
            return;
        }
        config = changed;
        trust.settings(changed);
        changed();
    }

    @Deactivate
    void stop() {
        listening.close();
        watch.close();
        trust.close();
        watchdog.stop();
        worker.stop(STOP_LIMIT);
        if (context.getBundle(0).getState() == Bundle.ACTIVE) {
            reconciler.endAll();
        }
    }

    @Override
    public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
        return current.lease(contract, name);
    }

    @Override
    public <T> List<Lease<T>> leaseAll(Class<T> contract) {
        return current.leaseAll(contract);
    }

    @Override
    public Optional<ProviderLease> provider(String id) {
        return current.provider(id);
    }

    @Override
    public List<ProviderInfo> providers() {
        return current.providers();
    }

    @Override
    public long changes() {
        return current.changes();
    }

    @Override
    public Registration onStuck(StuckCalls listener) {
        return current.onStuck(listener);
    }

    @Override
    public List<PluginStatus> plugins() {
        return list.plugins();
    }

    @Override
    public boolean settled() {
        return scan.settled();
    }

    @Override
    public Optional<String> hindrance() {
        int stuck = list.stuck();
        return stuck < config.stuckLimit() ? Optional.empty()
            : Optional.of("%d calls into plugins have not come back: restart the gateway".formatted(stuck));
    }

    @Override
    public boolean takesUploads() {
        return config.upload();
    }

    @Override
    public PluginStatus add(String fileName, InputStream jar) throws IOException {
        if (folderProblem.isPresent()) {
            throw new GatewayException(ErrorType.UNAVAILABLE, folderProblem.get());
        }
        return dropIns.add(fileName, jar, config.maxJarBytes());
    }

    @Override
    public void allowDowngrade(String digest) {
        succession.allow(digest);
    }

    @Override
    public void remove(String id) throws IOException {
        dropIns.remove(id);
    }
}
