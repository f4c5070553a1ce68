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

    private final JarFinder jars;
    private final StateFile state;

    Choices(JarFinder jars, StateFile state) {
        this.jars = jars;
        this.state = state;
    }

    /** These jars; where an engine was taken back, on the one that runs in its place. */
    List<PluginJar> usable(Slot slot, List<PluginJar> wanted) {
        if (wanted.stream().flatMap(jar -> jar.engine().stream()).noneMatch(slot::isTakenBack)) {
            return wanted;
        }
        var instead = ran(slot).flatMap(PluginJar::engine).filter(engine -> !slot.isTakenBack(engine));
        return wanted.stream().map(jar -> jar.engine().filter(slot::isTakenBack).flatMap(bad -> instead).map(jar::on)
            .orElse(jar)).distinct().toList();
    }

    private Optional<PluginJar> ran(Slot slot) {
        return slot.current().map(live -> live.target().jar())
            .or(() -> state.jar(slot.id()).flatMap(identity -> jars.find(slot, identity)));
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
        if (slot.held().removeIf(held -> wanted.stream()
            .noneMatch(target -> held.holds(target) || isEngine(slot, held, target.jar())))) {
            state.held(slot.id(), slot.held());
        }
    }

    private static boolean isEngine(Slot slot, Held held, PluginJar jar) {
        return held.isJar() && slot.engines().of(jar).anyMatch(engine -> engine.digest().equals(held.jar()));
    }

    /** What runs, or ran last, whether or not it lies in a folder. */
    private Optional<Target> running(Slot slot, ConfigFile file) {
        return ran(slot).flatMap(jar -> jars.ready(slot, jar)).filter(jar -> !slot.isTakenBack(jar))
            .flatMap(jar -> choice(slot, new Target(jar, file)));
    }

    private static Optional<Target> choice(Slot slot, Target target) {
        if (slot.isOrdered(target.jar())) {
            return Optional.empty();
        }
        var held = slot.held().stream().filter(one -> one.holds(target)).findFirst();
        return held.isEmpty() ? Optional.of(target)
            : held.get().back().map(settings -> new Target(target.jar(), Target.file(target.file(), settings)));
    }
}
