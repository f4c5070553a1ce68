package dev.powerstrip.lifecycle;

import dev.powerstrip.line.Pin;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the revisions running that keys are pinned to, and lets them go when no key is any more. One thread. */
final class PinnedRevisions {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedRevisions.class);

    private final Starter starter;
    private final Stage stage;
    private final JarFinder jars;
    private final StateFile state;
    private final EventLog events;
    private final Supplier<Optional<Set<Pin>>> pins;
    private final Set<String> failed = new HashSet<>();

    /** @param pins of all keys; empty while they are not known yet */
    PinnedRevisions(Starter starter, Stage stage, JarFinder jars, StateFile state, EventLog events,
        Supplier<Optional<Set<Pin>>> pins) {
        this.starter = starter;
        this.stage = stage;
        this.jars = jars;
        this.state = state;
        this.events = events;
        this.pins = pins;
    }

    void settle(Slot slot) {
        var known = pins.get();
        if (known.isEmpty() || slot.current().isEmpty()) {
            return;
        }
        var wanted = known.get().stream().filter(pin -> pin.provider().equals(slot.id())).collect(Collectors.toSet());
        release(slot, wanted);
        wanted.forEach(pin -> hold(slot, pin));
        state.pinned(slot.id(), slot.pinned().values().stream().map(live -> live.target().jar().digest()).distinct()
            .sorted().toList());
    }

    private void release(Slot slot, Set<Pin> wanted) {
        var before = Set.copyOf(slot.pinned().values());
        slot.pinned().keySet().removeIf(pin -> !wanted.contains(pin) || serves(slot, pin));
        leave(slot, before);
    }

    /** Ends those of before that nobody is pinned to now. */
    private void leave(Slot slot, Set<LiveRevision> before) {
        var left = new HashSet<>(before);
        left.removeAll(slot.pinned().values());
        if (!left.isEmpty()) {
            stage.show(slot);
            left.forEach(live -> stage.drop(slot, live));
        }
    }

    /** Whether that revision runs for another reason. */
    private static boolean serves(Slot slot, Pin pin) {
        return slot.current().filter(live -> names(pin, live)).isPresent()
            || slot.trial().filter(trial -> names(pin, trial.newer())).isPresent();
    }

    private static boolean names(Pin pin, LiveRevision live) {
        return pin.names(live.revision().version(), live.revision().digest());
    }

    private void hold(Slot slot, Pin pin) {
        var held = Optional.ofNullable(slot.pinned().get(pin));
        boolean asConfigured
            = held.filter(live -> isAsWanted(slot, live)).isPresent();
        if (asConfigured || serves(slot, pin) || held.isPresent() && failed.contains(pin.toString())) {
            return;
        }
        try {
            var before = Set.copyOf(slot.pinned().values());
            start(slot, pin);
            leave(slot, before);
            failed.remove(pin.toString());
        } catch (RefusedException refused) {
            if (failed.add(pin.toString())) {
                LOG.warn("A key is pinned to {}, which does not run: it {}", pin, refused.getMessage());
                events.add(slot.id(), pin.revision(), "refused", refused.getMessage());
            }
        }
    }

    private boolean isAsWanted(Slot slot, LiveRevision live) {
        return jars.ready(slot, live.target().jar())
            .filter(jar -> live.target().equals(new Target(jar, slot.file()))).isPresent();
    }

    private void start(Slot slot, Pin pin) throws RefusedException {
        var same = slot.pinned().values().stream().filter(live -> names(pin, live))
            .filter(live -> isAsWanted(slot, live)).findFirst();
        if (same.isPresent()) {
            slot.pinned().put(pin, same.get());
            return;
        }
        var jar = jars.find(slot, pin).orElseThrow(() -> new RefusedException(
            "is none of the jars there are; those are %s: put its jar into plugins/".formatted(jars.all(slot).stream()
                .map(one -> "%s (sha256:%s)".formatted(one.version(), one.shortDigest()))
                .collect(Collectors.joining(", ")))));
        var live = starter.start(slot, new Target(jar, slot.file()), slot.nextRevision());
        slot.pinned().put(pin, live);
        stage.show(slot);
        events.add(slot.id(), live.revision(), "pinned", "runs, because a key is pinned to it");
    }

    /** @throws GatewayException if it cannot be started */
    void require(Slot slot, Pin pin) {
        if (slot.pinned().containsKey(pin) || serves(slot, pin)) {
            return;
        }
        try {
            start(slot, pin);
        } catch (RefusedException refused) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "no key can be pinned to %s: it %s".formatted(pin, refused.getMessage()));
        }
    }
}
