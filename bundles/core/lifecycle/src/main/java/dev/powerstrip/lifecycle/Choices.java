package dev.powerstrip.lifecycle;

import dev.powerstrip.line.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a slot may be made current with, best first: what the folders say, without what was taken back or is to be tried
 * out first. One thread.
 */
final class Choices {

    private final KeptJars kept;
    private final StateFile state;

    Choices(KeptJars kept, StateFile state) {
        this.kept = kept;
        this.state = state;
    }

    List<Target> of(Slot slot, List<PluginJar> jars, ConfigFile file) {
        var wanted = jars.stream().map(jar -> new Target(jar, file)).toList();
        forgetHeld(slot, wanted);
        var running = running(slot, file);
        if (running.isEmpty() && slot.order().isPresent()) {
            // Nothing to compare it with.
            slot.order(Optional.empty());
            state.order(slot.id(), Optional.empty());
        }
        var choices = new ArrayList<Target>();
        wanted.forEach(target -> choice(slot, target).ifPresent(choices::add));
        if (choices.isEmpty() && running.isEmpty()) {
            slot.held().clear();
            state.held(slot.id(), List.of());
            return wanted;
        }
        if (!choices.containsAll(wanted) && running.isPresent()) {
            boolean bestIsFree = !wanted.isEmpty() && choices.contains(wanted.get(0));
            choices.add(bestIsFree ? choices.size() : 0, running.get());
        }
        return choices;
    }

    /** What does not lie there any more need not be held back. */
    private void forgetHeld(Slot slot, List<Target> wanted) {
        if (slot.held().removeIf(held -> wanted.stream().noneMatch(held::holds))) {
            state.held(slot.id(), slot.held());
        }
    }

    /** What runs, or ran last, whether or not it lies in a folder. */
    private Optional<Target> running(Slot slot, ConfigFile file) {
        var digest = slot.current().map(live -> live.target().jar().digest()).or(() -> state.jar(slot.id()));
        if (digest.isEmpty() || isOrdered(slot, digest.get())
            || slot.held().stream().anyMatch(held -> held.isJar() && held.jar().equals(digest.get()))) {
            return Optional.empty();
        }
        return slot.current().map(live -> live.target().jar()).or(() -> kept.find(digest.get()))
            .map(jar -> new Target(jar, file)).flatMap(target -> choice(slot, target));
    }

    private static boolean isOrdered(Slot slot, String digest) {
        return slot.order().filter(order -> order.jar().equals(digest)).isPresent();
    }

    private static Optional<Target> choice(Slot slot, Target target) {
        if (isOrdered(slot, target.jar().digest())) {
            return Optional.empty();
        }
        var held = slot.held().stream().filter(one -> one.holds(target)).findFirst();
        return held.isEmpty() ? Optional.of(target)
            : held.get().back().map(settings -> new Target(target.jar(), Target.file(target.file(), settings)));
    }
}
