package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Cancellation.Registration;
import dev.powerstrip.line.ConfigFiles;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.FolderWatch;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.PinDirectory;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies, installs, configures, leases, swaps, drains and removes plugins: here its parts are put together. */
@Component(immediate = true, configurationPid = "lifecycle")
@Designate(ocd = LifecycleConfig.class)
public final class Lifecycle implements Plugins, PluginAdmin {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration TRIAL_LOOK = Duration.ofSeconds(1);
    private static final Duration WORK_LIMIT = Duration.ofSeconds(30);
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
    private final EventLog events;
    private final JarFinder finder;
    private final Trials trials;
    private final PinnedRevisions pinned;
    private final Rollback rollback;
    private final Clock clock = Clock.systemUTC();
    private Future<?> nextLook = CompletableFuture.completedFuture(null);
    private volatile LifecycleConfig config;
    private volatile Limits limits;
    private volatile Optional<PinDirectory> keys = Optional.empty();

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
        events = EventLog.read(data.resolve("log.jsonl"), clock);
        var drain = new Drain(worker, instances, bundles, () -> Duration.parse(this.config.drainTimeout()), events,
            this::published);
        var check = new JarCheck(new ImportRules(OfferedPackages.of(context)), Runtime.version().feature());
        var jars = new DropFolder(home.plugins(), store, check, succession);
        var kept = new KeptJars(store, check, trust);
        finder = new JarFinder(kept, state);
        var stage = new Stage(current, drain, state, events, this::pins);
        trials = new Trials(starter, stage, finder, state, events, this::thresholds, clock, this::breached);
        pinned = new PinnedRevisions(starter, stage, finder, state, events, this::pins);
        rollback = new Rollback(starter, stage, finder, state, events, clock);
        reconciler
            = new Reconciler(starter, providers, stage, new Choices(finder, state), trials, pinned, state, events);

        var builtIn = home.installation().resolve("plugins");
        watch = folders.watch(folderProblem.isPresent() ? List.of(builtIn) : List.of(home.plugins(), builtIn), ".jar",
            this::changed);
        scan = new Scan(worker, watch, home.plugins(), jars, files, reconciler, state, succession, store, list, trust,
            () -> this.config, this::look);
        quarantine = new Quarantine(worker, () -> this.limits, reconciler, this::look);
        watchdog.start();
        listening = files.onChange(this::changed);
        changed();
    }

    private void changed() {
        worker.run(this::look);
    }

    private void look() {
        scan.run();
        nextLook.cancel(false);
        if (reconciler.slots().stream().anyMatch(slot -> slot.trial().isPresent())) {
            nextLook = worker.later(TRIAL_LOOK, this::lookAtTrials);
        }
    }

    private void lookAtTrials() {
        if (trials.tick(reconciler.slots())) {
            look();
        } else {
            nextLook = worker.later(TRIAL_LOOK, this::lookAtTrials);
        }
    }

    private void breached(Trial trial) {
        worker.run(() -> {
            trials.breached(reconciler.slots(), trial);
            look();
        });
    }

    private Comparison.Thresholds thresholds() {
        return new Comparison.Thresholds(config.canaryMinimum(), config.canaryFalseAlarm(), config.canaryTolerance());
    }

    private Optional<Set<Pin>> pins() {
        return keys.map(PinDirectory::pins);
    }

    /** Comes after us: whoever keeps the keys needs secrets, and so plugins. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void addKeys(PinDirectory directory) {
        keys = Optional.of(directory);
        changed();
    }

    void removeKeys(PinDirectory directory) {
        keys = keys.filter(known -> known != directory);
    }

    private void published() {
        scan.publish();
    }

    private void failed(LiveRevision live, RefusedException failure) {
        worker.run(() -> {
            reconciler.failed(live, failure);
            look();
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
    public Optional<ProviderLease> provider(String id, Exchange exchange) {
        return current.provider(id, exchange);
    }

    @Override
    public void require(Pin pin) {
        current.require(pin);
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
        return add(fileName, jar, Optional.empty());
    }

    @Override
    public PluginStatus add(String fileName, InputStream jar, Steps steps) throws IOException {
        return add(fileName, jar, Optional.of(steps));
    }

    private PluginStatus add(String fileName, InputStream jar, Optional<Steps> steps) throws IOException {
        if (folderProblem.isPresent()) {
            throw new GatewayException(ErrorType.UNAVAILABLE, folderProblem.get());
        }
        var announced = new AtomicReference<String>();
        try {
            return dropIns.add(fileName, jar, config.maxJarBytes(), digest -> {
                announced.set(digest);
                ask(() -> trials.expect(reconciler.slots(), digest, steps));
            });
        } finally {
            Optional.ofNullable(announced.get()).ifPresent(digest -> ask(() -> trials.expectNoMore(digest)));
        }
    }

    private void ask(Runnable work) {
        worker.ask(() -> {
            work.run();
            return true;
        }, WORK_LIMIT);
    }

    @Override
    public PluginStatus canary(String id, String revision, Steps steps) {
        return change(id, slot -> {
            if (slot.kind() != PluginKind.PROVIDER) {
                throw new GatewayException(ErrorType.INVALID_REQUEST,
                    "%s is no provider: only providers are tried out on a share of the requests".formatted(id));
            }
            trials.order(slot, finder.named(slot, revision), steps);
        });
    }

    @Override
    public PluginStatus rollback(String id, String why) {
        return change(id, slot -> goBack(slot, why));
    }

    @Override
    public PluginStatus release(String id) {
        return change(id, quarantine::release);
    }

    /** On our own thread only. */
    private void goBack(Slot slot, String why) {
        if (slot.trial().isPresent()) {
            trials.takeBack(slot, why);
        } else {
            rollback.from(slot, why);
        }
    }

    @Override
    public void pin(Pin pin) {
        change(pin.provider(), slot -> pinned.require(slot, pin));
    }

    @Override
    public void pinsChanged() {
        ask(this::look);
    }

    /** Has something done to one plugin; what came of it is on the disk when this returns. */
    private PluginStatus change(String id, Consumer<Slot> work) {
        return worker.ask(() -> {
            work.accept(reconciler.slot(id).filter(slot -> slot.current().isPresent())
                .orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
                    "there is no plugin \"%s\" in use; GET /api/v1/admin/plugins lists those there are"
                        .formatted(id))));
            look();
            return list.plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst().orElseThrow();
        }, WORK_LIMIT);
    }

    @Override
    public List<Event> log(String id) {
        return events.of(id);
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
