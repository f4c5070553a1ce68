package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.Slot.Refusal;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
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

/** Verifies, installs, configures, leases, swaps, drains and removes plugins. */
@Component(immediate = true, configurationPid = "lifecycle")
@Designate(ocd = LifecycleConfig.class)
public final class Lifecycle implements Plugins, PluginAdmin {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final BundleContext context;
    private final Home home;
    private final ConfigFiles files;
    private final Worker worker = new Worker();
    private final PluginList list = new PluginList();
    private final CurrentPlugins current = new CurrentPlugins(this::failed);
    private final boolean safe;
    private final JarStore store;
    private final StateFile state;
    private final DropFolder folder;
    private final Reconciler reconciler;
    private final DropIns dropIns;
    private final FolderWatch.Watched watch;
    private final Registration listening;
    private volatile LifecycleConfig config;
    private volatile boolean settled;
    private Set<String> unknown = Set.of();
    private Future<?> retry = CompletableFuture.completedFuture(null);

    /** Begins the first scan, on a thread of its own. */
    @Activate
    public Lifecycle(BundleContext context, @Reference ConfigFiles files, @Reference FolderWatch folders,
        @Reference ConfigurationAdmin configurations, @Reference ServiceComponentRuntime components,
        LifecycleConfig config) {
        this.context = context;
        this.files = files;
        this.config = config;
        home = Home.of(context);
        safe = isSafe(home.plugins());
        var data = home.data().resolve("plugins");
        try {
            store = new JarStore(data);
            state = StateFile.read(data.resolve("state.json"));
        } catch (IOException unusable) {
            throw new UncheckedIOException(data + " cannot be used: make it writable for the gateway", unusable);
        }
        folder = new DropFolder(store,
            new JarCheck(new ImportRules(OfferedPackages.of(context)), Runtime.version().feature()));
        var bundles = new PluginBundles(context);
        var instances = new Instances(context, configurations, new ComponentReport(components));
        var providers = new ProviderSwitch(System.getenv());
        var drain = new Drain(worker, instances, bundles, () -> Duration.parse(this.config.drainTimeout()), this::publish);
        reconciler = new Reconciler(new Starter(bundles, instances, files, providers, state, home.home()), providers,
            current, drain, state);
        dropIns = new DropIns(home.plugins(), list);
        watch = folders.watch(watched(), ".jar", this::changed);
        listening = files.onChange(this::changed);
        changed();
    }

    /** Who may write there may run code here. */
    private static boolean isSafe(Path plugins) {
        var view = Files.getFileAttributeView(plugins, PosixFileAttributeView.class);
        if (view == null || !Files.exists(plugins)) {
            return true;
        }
        try {
            var permissions = view.readAttributes().permissions();
            if (!permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                return true;
            }
            LOG.error("{} is not looked into, because others than its owner may write there: chmod 700 it and start again",
                plugins);
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Path> watched() {
        var builtIn = home.installation().resolve("plugins");
        return safe ? List.of(home.plugins(), builtIn) : List.of(builtIn);
    }

    /** A change here must not make a new component: that would end every plugin. */
    @Modified
    void modified(LifecycleConfig changed) {
        config = changed;
        changed();
    }

    @Deactivate
    void stop() {
        listening.close();
        watch.close();
        worker.stop(STOP_LIMIT);
        if (context.getBundle(0).getState() == Bundle.ACTIVE) {
            reconciler.endAll();
        }
    }

    private void changed() {
        worker.run(this::reconcile);
    }

    private void reconcile() {
        retry.cancel(false);
        folder.look(watch.files(), config.maxJarBytes());
        var disabled = Set.copyOf(List.of(config.disabled()));
        var wanted = Wanted.of(folder.jars(), files.plugins(), home.plugins());
        reconciler.run(wanted, disabled);
        complain(disabled, wanted.stream().map(Wanted::id).collect(Collectors.toSet()));
        save();
        publish();
        settled = true;
        if (reconciler.slots().stream().flatMap(slot -> slot.refusals().values().stream()).anyMatch(Refusal::passing)) {
            retry = worker.later(RETRY, this::reconcile);
        }
    }

    /** Says once which of the disabled plugins there are not. */
    private void complain(Set<String> disabled, Set<String> known) {
        var missing = new TreeSet<>(disabled);
        missing.removeAll(known);
        if (!missing.isEmpty() && !missing.equals(unknown)) {
            LOG.warn("etc/lifecycle.cfg.json: disabled: there is no plugin {}", String.join(", ", missing));
        }
        unknown = missing;
    }

    private void save() {
        try {
            if (state.save()) {
                store.keepOnly(jarsInUse());
            }
        } catch (IOException failed) {
            LOG.error("What runs could not be written to data/plugins", failed);
        }
    }

    private Set<String> jarsInUse() {
        var digests = new HashSet<>(state.jars());
        folder.jars().forEach(dropped -> dropped.jar().ifPresent(jar -> digests.add(jar.digest())));
        reconciler.slots().forEach(slot -> slot.draining().forEach(live -> digests.add(live.target().jar().digest())));
        return digests;
    }

    private void publish() {
        list.publish(reconciler.slots(), folder.jars());
    }

    private void failed(LiveRevision live, RefusedException failure) {
        worker.run(() -> {
            reconciler.failed(live, failure);
            reconcile();
        });
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
    public List<PluginStatus> plugins() {
        return list.plugins();
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public boolean takesUploads() {
        return config.upload();
    }

    @Override
    public PluginStatus add(String fileName, InputStream jar) throws IOException {
        if (!safe) {
            throw new GatewayException(ErrorType.UNAVAILABLE,
                "plugins/ is not looked into, because others than its owner may write there: chmod 700 it and start again");
        }
        return dropIns.add(fileName, jar, config.maxJarBytes());
    }

    @Override
    public void remove(String id) throws IOException {
        dropIns.remove(id);
    }
}
