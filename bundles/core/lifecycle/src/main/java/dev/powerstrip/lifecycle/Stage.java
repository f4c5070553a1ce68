package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.lifecycle.Slot.Refusal;
import dev.powerstrip.line.Pin;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts revisions where they serve, takes them away again, and writes down which do. One thread. */
final class Stage {

    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

    private final CurrentPlugins current;
    private final Drain drain;
    private final StateFile state;
    private final EventLog events;
    private final Supplier<Optional<Set<Pin>>> pins;

    /** @param pins of all keys; empty while they are not known yet */
    Stage(CurrentPlugins current, Drain drain, StateFile state, EventLog events,
        Supplier<Optional<Set<Pin>>> pins) {
        this.current = current;
        this.drain = drain;
        this.state = state;
        this.events = events;
        this.pins = pins;
    }

    void makeCurrent(Slot slot, LiveRevision live) {
        var before = slot.current();
        put(slot, live);
        state.runs(slot.id(), live.target(), before.map(LiveRevision::target));
        leave(slot, live, before);
    }

    /** Makes an earlier one current again, in place of one that is not to be gone back to. */
    void goBack(Slot slot, LiveRevision live) {
        var left = slot.current();
        put(slot, live);
        left.ifPresent(old -> state.wentBack(slot.id(), live.target(), old.target()));
        leave(slot, live, left);
    }

    private void put(Slot slot, LiveRevision live) {
        slot.current().ifPresent(old -> remember(slot, old));
        slot.accept(live.target());
        slot.current(Optional.of(live));
        show(slot);
    }

    /** A quarantined one is not taken again before its time. */
    private static void remember(Slot slot, LiveRevision old) {
        old.quarantined().ifPresent(since -> slot.refuse(old.target(), new Refusal(old.revision().number(),
            Reconciler.QUARANTINED, since.words(), Again.NEVER, since.since())));
    }

    private void leave(Slot slot, LiveRevision live, Optional<LiveRevision> before) {
        before.ifPresent(old -> drop(slot, old));
        var after = before.map(old -> ", after " + old.revision()).orElse("");
        LOG.info("{} is current{}", live.revision(), after);
        events.add(slot.id(), live.revision(), "current", "is current" + after);
    }

    /** Shows what serves now to whoever leases. */
    void show(Slot slot) {
        slot.current().ifPresentOrElse(
            live -> current.put(slot.kind(), slot.name(),
                new Serving(slot.id(), live, slot.trial(), slot.pinned().values().stream().distinct().toList())),
            () -> current.remove(slot.kind(), slot.name()));
    }

    /** Ends a revision that nobody is shown any more, unless a key is pinned to it. */
    void drop(Slot slot, LiveRevision live) {
        var pin = pins.get().orElse(Set.of()).stream().filter(one -> one.provider().equals(slot.id()))
            .filter(one -> one.names(live.revision().version(), live.revision().digest())).findFirst();
        if (pin.isPresent() && slot.current().isPresent() && !serves(slot, pin.get())) {
            slot.pinned().put(pin.get(), live);
            show(slot);
            events.add(slot.id(), live.revision(), "pinned", "goes on running, because a key is pinned to it");
            return;
        }
        drain.retire(slot, live);
    }

    private static boolean serves(Slot slot, Pin pin) {
        var live = slot.current().orElseThrow().revision();
        return slot.pinned().containsKey(pin) || pin.names(live.version(), live.digest());
    }

    /** Takes everything of it away. */
    void retire(Slot slot) {
        slot.current().ifPresent(live -> {
            slot.current(Optional.empty());
            var trial = slot.trial();
            slot.trial(Optional.empty());
            var pinned = slot.pinned().values().stream().distinct().toList();
            slot.pinned().clear();
            show(slot);
            state.stopped(slot.id());
            drain.retire(slot, live);
            trial.ifPresent(running -> drain.retire(slot, running.newer()));
            pinned.forEach(one -> drain.retire(slot, one));
            LOG.info("{} is not current any more", live.revision());
            events.add(slot.id(), live.revision(), "gone", "is not current any more");
        });
    }

    /** Ends everything at once, whoever still uses it. */
    void end(Slot slot) {
        current.remove(slot.kind(), slot.name());
        slot.running().forEach(drain::endNow);
    }
}
