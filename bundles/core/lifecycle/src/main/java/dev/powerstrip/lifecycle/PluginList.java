package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.DropFolder.DroppedJar;
import dev.powerstrip.lifecycle.Slot.Refusal;
import dev.powerstrip.line.FolderWatch.Look;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** What people are shown of the plugins: as things were after the last change, with the leases of now. Thread-safe. */
final class PluginList {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile List<Entry> entries = List.of();
    private volatile List<DroppedJar> jars = List.of();

    /** Takes over how things stand, after a change has been carried through. */
    void publish(Collection<Slot> slots, Collection<DroppedJar> dropped) {
        var shown = new ArrayList<Entry>();
        for (var slot : slots) {
            var unfit = dropped.stream().filter(jar -> isOf(slot, jar)).map(PluginList::refused).toList();
            var entry = Entry.of(slot, unfit);
            if (!entry.isEmpty()) {
                shown.add(entry);
            }
        }
        dropped.stream().filter(jar -> jar.id().isEmpty())
            .map(
                jar -> new Entry(jar.file().getFileName().toString(), "", Optional.empty(), List.of(), Optional.empty(),
                    List.of(), List.of(), List.of(refused(jar))))
            .forEach(shown::add);
        lock.lock();
        try {
            entries = shown;
            jars = List.copyOf(dropped);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOf(Slot slot, DroppedJar jar) {
        return jar.jar().isEmpty() && jar.id().filter(id -> id.toString().equals(slot.id())).isPresent();
    }

    private static RevisionStatus refused(DroppedJar jar) {
        return new RevisionStatus(0, "", "", "refused", 0, jar.since(),
            jar.refusal().map(reason -> jar.file().getFileName() + ": " + reason));
    }

    List<PluginStatus> plugins() {
        return entries.stream().map(Entry::status).toList();
    }

    /** How many calls into plugins have not come back. */
    int stuck() {
        return entries.stream().mapToInt(Entry::stuck).sum();
    }

    List<DroppedJar> jars() {
        return jars;
    }

    /** Waits until that file, looking so, has been dealt with; empty if it was not in time. */
    Optional<DroppedJar> await(Path file, Look look, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0) {
                var found = jars.stream().filter(jar -> jar.file().equals(file) && jar.look().equals(look)).findFirst();
                if (found.isPresent()) {
                    return found;
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** One plugin, or one instance of it. */
    private record Entry(String id, String kind, Optional<String> off, List<LiveRevision> current,
        Optional<Trial> trial, List<LiveRevision> pinned, List<LiveRevision> draining, List<RevisionStatus> refused) {

        static Entry of(Slot slot, List<RevisionStatus> unfit) {
            var refused = new ArrayList<>(unfit);
            slot.refusals().forEach((target, refusal) -> refused.add(status(target, refusal)));
            slot.held().stream().filter(held -> !isRefused(slot, held)).forEach(held -> refused.add(status(held)));
            return new Entry(slot.id(), slot.kind().word(), slot.off(), slot.current().stream().toList(), slot.trial(),
                slot.pinned().values().stream().distinct().toList(), List.copyOf(slot.draining()), refused);
        }

        private static boolean isRefused(Slot slot, Held held) {
            return slot.refusals().keySet().stream().anyMatch(target -> target.jar().runs(held.jar()));
        }

        private static RevisionStatus status(Held held) {
            return new RevisionStatus(held.number(), held.version(), held.jar().substring(0, 12), "failed", 0,
                held.since(), Optional.of("was taken back: " + held.why()));
        }

        private static RevisionStatus status(Target target, Refusal refusal) {
            return new RevisionStatus(refusal.number(), target.jar().version().toString(), target.jar().shortDigest(),
                refusal.state(), 0, refusal.since(), Optional.of(refusal.reason()));
        }

        boolean isEmpty() {
            return off.isEmpty() && current.isEmpty() && draining.isEmpty() && refused.isEmpty();
        }

        PluginStatus status() {
            var revisions = new ArrayList<RevisionStatus>();
            current.forEach(live -> revisions.add(status(live, "current")));
            trial.ifPresent(one -> revisions.add(status(one)));
            pinned.forEach(live -> revisions.add(status(live, "pinned")));
            draining.forEach(live -> revisions.add(status(live, "draining")));
            revisions.addAll(refused);
            return new PluginStatus(id, kind, off, revisions);
        }

        private static RevisionStatus status(Trial trial) {
            var live = trial.newer();
            return new RevisionStatus(live.revision().number(), live.revision().version(), live.revision().digest(),
                "canary", live.leases(), live.since(), Optional.empty(), Optional.of(trial.status()));
        }

        private static RevisionStatus status(LiveRevision live, String state) {
            int stuck = live.stuck().get();
            var shown = stuck > 0 ? "stuck" : live.quarantined().map(since -> "quarantined").orElse(state);
            return new RevisionStatus(live.revision().number(), live.revision().version(), live.revision().digest(),
                shown, live.leases(), live.since(), reason(live, stuck));
        }

        private static Optional<String> reason(LiveRevision live, int stuck) {
            var quarantined = live.quarantined().map(Quarantined::words);
            if (stuck == 0) {
                return quarantined;
            }
            var words = stuck == 1 ? "1 call has not come back, and its thread is lost"
                : stuck + " calls have not come back, and their threads are lost";
            return Optional.of(words + quarantined.map(why -> "; " + why).orElse(""));
        }

        int stuck() {
            return Stream.concat(current.stream(), draining.stream()).mapToInt(live -> live.stuck().get()).sum();
        }
    }
}
