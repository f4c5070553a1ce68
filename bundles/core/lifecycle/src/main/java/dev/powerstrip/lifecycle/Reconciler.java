package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.lifecycle.Slot.Refusal;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.PluginKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what runs what the folders want: it swaps, refuses and retires. One thread. */
final class Reconciler {

    static final String QUARANTINED = "quarantined";
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Starter starter;
    private final ProviderSwitch providers;
    private final Stage stage;
    private final Choices choices;
    private final Trials trials;
    private final PinnedRevisions pinned;
    private final StateFile state;
    private final EventLog events;
    private final Map<String, Slot> slots = new TreeMap<>();

    Reconciler(Starter starter, ProviderSwitch providers, Stage stage, Choices choices, Trials trials,
        PinnedRevisions pinned, StateFile state, EventLog events) {
        this.starter = starter;
        this.providers = providers;
        this.stage = stage;
        this.choices = choices;
        this.trials = trials;
        this.pinned = pinned;
        this.state = state;
        this.events = events;
    }

    /** Every slot there has been since the start. */
    Collection<Slot> slots() {
        return slots.values();
    }

    Optional<Slot> slot(String id) {
        return Optional.ofNullable(slots.get(id));
    }

    /** One run. Who has a name keeps it; of several newcomers a plugin comes before another one's instance. */
    void run(Collection<Wanted> wanted, Set<String> disabled) {
        var ids = wanted.stream().map(Wanted::id).collect(Collectors.toSet());
        slots.values().stream().filter(slot -> !ids.contains(slot.id())).forEach(this::clear);
        var owners = new HashMap<String, String>();
        wanted.stream()
            .sorted(Comparator.comparing(Wanted::kind).thenComparing(one -> !isCurrent(one))
                .thenComparing(Wanted::isInstance).thenComparing(Wanted::id))
            .forEach(one -> settle(one, disabled, owners));
    }

    private boolean isCurrent(Wanted wanted) {
        return slots.containsKey(wanted.id()) && slots.get(wanted.id()).current().isPresent();
    }

    private void clear(Slot slot) {
        slot.forgetRefusals(List.of(), ConfigFile.absent(slot.id()));
        slot.off(Optional.empty());
        stage.retire(slot);
    }

    private void settle(Wanted wanted, Set<String> disabled, Map<String, String> owners) {
        var slot = slots.computeIfAbsent(wanted.id(), id -> remembered(new Slot(id, wanted.kind(), wanted.name())));
        slot.engines(wanted.engines());
        var jars = choices.usable(slot, jars(wanted, slot));
        slot.wanted(jars, wanted.file());
        slot.forgetRefusals(jars, wanted.file());
        switchOff(slot, off(wanted, jars, disabled));
        if (slot.off().isPresent()) {
            return;
        }
        if (jars.isEmpty()) {
            stage.retire(slot);
        }
        var name = slot.kind().word() + " " + slot.name();
        trials.announce(slot);
        bringUp(slot, choices.of(slot, jars, wanted.file()), Optional.ofNullable(owners.get(name)));
        slot.current().ifPresent(live -> owners.put(name, slot.id()));
        trials.settle(slot);
        pinned.settle(slot);
    }

    /** With what is known of it from the last run. */
    private Slot remembered(Slot slot) {
        slot.held().addAll(state.held(slot.id()));
        slot.order(state.order(slot.id()));
        return slot;
    }

    /** What ran stays, also where its jar was overwritten by one that cannot be used; not if nobody trusts it any more. */
    private static List<PluginJar> jars(Wanted wanted, Slot slot) {
        var running = slot.current().map(live -> live.target().jar());
        boolean overwritten = wanted.unfitJar() && running.isPresent()
            && wanted.jars().stream().noneMatch(jar -> jar.identity().equals(running.get().identity()))
            && wanted.letsGoOn().test(running.get());
        return overwritten ? List.of(running.get()) : wanted.jars();
    }

    private Optional<String> off(Wanted wanted, List<PluginJar> jars, Set<String> disabled) {
        if (wanted.plugin().isEmpty()) {
            return Optional.of(("%s names no plugin: a name is KIND.NAME or KIND.NAME~INSTANCE, of lower-case letters, "
                + "digits and hyphens").formatted(wanted.file().name()));
        }
        var plugin = wanted.plugin().get().toString();
        if (disabled.contains(wanted.id()) || disabled.contains(plugin)) {
            return Optional.of("it is disabled in etc/lifecycle.cfg.json");
        }
        var disabledEngine = jars.stream().flatMap(jar -> jar.engineId().stream()).map(PluginId::toString)
            .filter(disabled::contains).findFirst();
        if (disabledEngine.isPresent()) {
            return Optional
                .of("its engine %s is disabled in etc/lifecycle.cfg.json".formatted(disabledEngine.get()));
        }
        if (jars.isEmpty()) {
            return wanted.unfitJar() ? Optional.empty()
                : Optional.of("%s configures it, but there is no plugin %s: put its jar into plugins/"
                    .formatted(wanted.file().name(), plugin));
        }
        return wanted.kind() == PluginKind.PROVIDER && wanted.file().problem().isEmpty()
            ? providers.off(jars.get(0), wanted.file()) : Optional.empty();
    }

    private void switchOff(Slot slot, Optional<String> why) {
        if (!why.equals(slot.off())) {
            why.ifPresent(reason -> LOG.info("{} is off: {}", slot.id(), reason));
            slot.off(why);
        }
        if (why.isPresent()) {
            stage.retire(slot);
        }
    }

    private void bringUp(Slot slot, List<Target> targets, Optional<String> owner) {
        for (var target : targets) {
            boolean runs = slot.current().filter(live -> live.target().equals(target) && live.stays()).isPresent();
            boolean refused = slot.refusal(target).filter(refusal -> refusal.again() == Again.NEVER).isPresent();
            if (!runs && !refused) {
                attempt(slot, target, owner);
            }
            if (slot.current().filter(live -> live.quarantined().isEmpty()).isPresent()) {
                return;
            }
        }
    }

    private void attempt(Slot slot, Target target, Optional<String> owner) {
        boolean suspect = isSuspect(slot, target);
        int number = slot.refusal(target).filter(refusal -> !suspect).map(Refusal::number)
            .orElseGet(slot::nextRevision);
        try {
            if (owner.isPresent()) {
                throw new RefusedException("the %s id %s is taken by %s: rename the configuration file of one of them"
                    .formatted(slot.kind().word(), slot.name(), owner.get()), Again.WITH_THE_NEXT_CHANGE);
            }
            var live = starter.start(slot, target, number);
            if (suspect) {
                live.suspect();
            }
            stage.makeCurrent(slot, live);
        } catch (RefusedException refused) {
            refuse(slot, target, new Refusal(number, "refused", refused.getMessage(), refused.again(), Instant.now()));
        }
    }

    /** True if it comes back from a quarantine. */
    private static boolean isSuspect(Slot slot, Target target) {
        return slot.refusal(target).filter(refusal -> refusal.state().equals(QUARANTINED)).isPresent()
            || slot.current().filter(live -> live.target().equals(target)).isPresent();
    }

    private void refuse(Slot slot, Target target, Refusal refusal) {
        if (slot.refusal(target).filter(before -> before.reason().equals(refusal.reason())).isPresent()) {
            return;
        }
        var stays = slot.current().map(live -> "; %s stays current".formatted(live.revision())).orElse("");
        if (refusal.again() == Again.SOON) {
            LOG.info("{} as {} waits: {}{}", target, slot.id(), refusal.reason(), stays);
        } else {
            LOG.warn("Refused {} as {}: {}{}", target, slot.id(), refusal.reason(), stays);
            events.add(slot.id(), target.jar().version() + " (sha256:" + target.jar().shortDigest() + ")",
                refusal.state(), refusal.reason());
        }
        slot.refuse(target, refusal);
    }

    /** A revision that was current did not come up when it was needed. */
    void failed(LiveRevision live, RefusedException failure) {
        slots.values().stream().filter(slot -> slot.current().filter(live::equals).isPresent()).forEach(slot -> {
            stage.retire(slot);
            refuse(slot, live.target(), new Refusal(live.revision().number(), "failed", failure.getMessage(),
                failure.again(), Instant.now()));
        });
    }

    /** A quarantine is over: with the next run the same jar and settings are tried again. */
    void letGo(Target target, int number) {
        for (var slot : slots.values()) {
            slot.current().filter(live -> live.target().equals(target) && live.revision().number() == number)
                .ifPresent(LiveRevision::letGo);
            slot.refusal(target).filter(refusal -> refusal.state().equals(QUARANTINED) && refusal.number() == number)
                .ifPresent(refusal -> slot.refuse(target, refusal.tryAgain()));
        }
    }

    /** The same of all that is quarantined there, before its time; false if nothing is. */
    boolean letGo(Slot slot) {
        var current = slot.current().filter(live -> live.quarantined().isPresent());
        var others = slot.refusals().entrySet().stream().filter(one -> one.getValue().state().equals(QUARANTINED))
            .toList();
        current.ifPresent(LiveRevision::letGo);
        others.forEach(one -> slot.refuse(one.getKey(), one.getValue().tryAgain()));
        return current.isPresent() || !others.isEmpty();
    }

    /** Ends everything at once, whoever still uses it. */
    void endAll() {
        slots.values().forEach(stage::end);
        slots.clear();
    }
}
