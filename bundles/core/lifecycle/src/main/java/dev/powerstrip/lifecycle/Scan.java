package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.DropFolder.Rules;
import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.line.ConfigFiles;
import dev.powerstrip.line.FolderWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the folders want, has it carried through, and writes down and shows what came of it. One thread. */
final class Scan {

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Scan.class);

    private final Worker worker;
    private final FolderWatch.Watched watch;
    private final Path home;
    private final DropFolder jars;
    private final ConfigFiles files;
    private final Reconciler reconciler;
    private final StateFile state;
    private final Succession succession;
    private final JarStore store;
    private final PluginList list;
    private final TrustSource trust;
    private final Supplier<LifecycleConfig> config;
    private final Runnable again;
    private Set<String> unknown = Set.of();
    private Duration retryDelay = FIRST_RETRY;
    private Future<?> retry = CompletableFuture.completedFuture(null);
    private volatile boolean settled;

    /** @param home the drop-in folder, whose jars come before built-in ones; @param again looks again */
    Scan(Worker worker, FolderWatch.Watched watch, Path home, DropFolder jars, ConfigFiles files, Reconciler reconciler,
        StateFile state, Succession succession, JarStore store, PluginList list, TrustSource trust,
        Supplier<LifecycleConfig> config, Runnable again) {
        this.worker = worker;
        this.watch = watch;
        this.home = home;
        this.jars = jars;
        this.files = files;
        this.reconciler = reconciler;
        this.state = state;
        this.succession = succession;
        this.store = store;
        this.list = list;
        this.trust = trust;
        this.config = config;
        this.again = again;
    }

    /** True once every jar of the first scan is current, off or refused. May be asked on any thread. */
    boolean settled() {
        return settled;
    }

    void run() {
        retry.cancel(false);
        jars.look(watch.files(), new Rules(config.get().maxJarBytes(), trust.trust()), running());
        var disabled = Set.copyOf(List.of(config.get().disabled()));
        var wanted = Wanted.of(jars.jars(), files.plugins(), home, jars::letsGoOn);
        reconciler.run(wanted, disabled);
        succession.runs(running());
        complain(disabled, wanted.stream().map(Wanted::id).collect(Collectors.toSet()));
        save();
        publish();
        tryAgain();
    }

    /** The highest version that is current of each plugin: its instances may differ for a while. */
    private Map<PluginId, PluginJar> running() {
        return reconciler.slots().stream().flatMap(slot -> slot.current().stream()).map(live -> live.target().jar())
            .collect(Collectors.toMap(PluginJar::id, jar -> jar,
                BinaryOperator.maxBy(Comparator.comparing(PluginJar::version))));
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
            succession.save();
            if (state.save()) {
                store.keepOnly(digestsInUse());
            }
        } catch (IOException failed) {
            LOG.error("What runs could not be written to data/plugins", failed);
        }
    }

    private Set<String> digestsInUse() {
        var digests = new HashSet<>(state.jars());
        digests.addAll(jars.digests());
        reconciler.slots().forEach(slot -> slot.running()
            .forEach(live -> live.target().jar().digests().forEach(digests::add)));
        return digests;
    }

    void publish() {
        list.publish(reconciler.slots(), jars.jars());
    }

    /** What waits for something else is tried again, ever more slowly; it holds up a start for some seconds at most. */
    private void tryAgain() {
        boolean waiting = reconciler.slots().stream().flatMap(slot -> slot.refusals().values().stream())
            .anyMatch(refusal -> refusal.again() == Again.SOON);
        if (!waiting) {
            retryDelay = FIRST_RETRY;
            settled = true;
            return;
        }
        settled |= retryDelay.compareTo(LAST_RETRY) >= 0;
        retry = worker.later(retryDelay, again);
        retryDelay = settled ? LAST_RETRY : retryDelay.multipliedBy(2);
    }
}
