package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import dev.powerstrip.lifecycle.Slot.Refusal;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.line.PluginKind;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries newer revisions out on a share of the requests, and makes them current or takes them back. One thread. */
final class Trials {

    private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

    private final Starter starter;
    private final Stage stage;
    private final JarFinder jars;
    private final StateFile state;
    private final EventLog events;
    private final Supplier<Comparison.Thresholds> thresholds;
    private final Clock clock;
    private final Consumer<Trial> onBreach;
    private final Map<String, Steps> expected = new HashMap<>();

    /** @param onBreach told of a revision that is worse, on any thread */
    Trials(Starter starter, Stage stage, JarFinder jars, StateFile state, EventLog events,
        Supplier<Comparison.Thresholds> thresholds, Clock clock, Consumer<Trial> onBreach) {
        this.starter = starter;
        this.stage = stage;
        this.jars = jars;
        this.state = state;
        this.events = events;
        this.thresholds = thresholds;
        this.clock = clock;
        this.onBreach = onBreach;
    }

    /** A jar of that digest is about to lie in the folder, to be tried out first if there are steps. */
    void expect(Collection<Slot> slots, String digest, Optional<Steps> steps) {
        slots.forEach(slot -> allow(slot, digest));
        steps.ifPresent(shares -> expected.put(digest, shares));
    }

    /** Somebody wants that jar again though it was taken back. */
    private void allow(Slot slot, String digest) {
        if (slot.held().removeIf(held -> held.isJar() && held.jar().equals(digest))) {
            state.held(slot.id(), slot.held());
        }
    }

    void expectNoMore(String digest) {
        expected.remove(digest);
    }

    /** Takes down, before anything is made current, that a jar which was announced has come. */
    void announce(Slot slot) {
        slot.wanted().stream().filter(jar -> slot.refusal(new Target(jar, slot.file())).isEmpty())
            .flatMap(jar -> jar.digests().filter(expected::containsKey))
            .filter(digest -> slot.current().filter(live -> !live.target().jar().runs(digest)).isPresent()).findFirst()
            .filter(digest -> slot.order().filter(order -> order.jar().equals(digest)).isEmpty())
            .filter(digest -> slot.held().stream().noneMatch(held -> held.jar().equals(digest)))
            .ifPresent(digest -> order(slot, Optional.of(new Order(digest, true, expected.get(digest), 0))));
    }

    private void order(Slot slot, Optional<Order> order) {
        slot.order(order);
        state.order(slot.id(), order);
    }

    /** Starts, goes on with, or ends the slot's trial, as it has been ordered. */
    void settle(Slot slot) {
        var order = slot.order();
        if (order.isEmpty() || slot.current().isEmpty()) {
            end(slot, "it is not wanted any more");
            return;
        }
        var jar = order.get().inFolder() ? slot.wanted(order.get().jar()) : jars.find(slot, order.get().jar());
        if (jar.isEmpty()) {
            order(slot, Optional.empty());
            end(slot, "its jar was taken away");
            return;
        }
        var target = new Target(jar.get(), slot.file());
        boolean same = slot.trial().filter(trial -> trial.newer().target().equals(target)).isPresent();
        if (same && slot.trial().get().current() == slot.current().get()) {
            return;
        }
        if (!same) {
            end(slot, "its configuration has changed; it begins again");
        }
        begin(slot, target, order.get());
    }

    private void begin(Slot slot, Target target, Order order) {
        int number = slot.nextRevision();
        try {
            if (slot.kind() != PluginKind.PROVIDER) {
                throw new RefusedException("only providers are tried out on a share of the requests: swap it at once");
            }
            var newer
                = slot.trial().isPresent() ? slot.trial().get().newer() : starter.start(slot, target, number);
            var trial
                = new Trial(newer, slot.current().orElseThrow(), order.steps(), thresholds.get(), clock,
                    live -> PluginThreads.of(live.instance().loader()), onBreach);
            trial.restep(order.steps(), order.at());
            slot.accept(target);
            slot.trial(Optional.of(trial));
            stage.show(slot);
            var text = "gets %d %% of the requests".formatted(trial.percent());
            LOG.info("{} {}", newer.revision(), text);
            events.add(slot.id(), newer.revision(), "canary", text);
        } catch (RefusedException refused) {
            order(slot, Optional.empty());
            hold(slot, target.jar(), number, slot.current().orElseThrow().target().jar(), refused.getMessage());
            slot.refuse(target, new Refusal(number, "refused", refused.getMessage(), Again.NEVER, clock.instant()));
            events.add(slot.id(), target.jar().version().toString(), "refused", refused.getMessage());
            LOG.warn("Refused {} as {}: {}", target, slot.id(), refused.getMessage());
        }
    }

    /** Another configuration must not make current at once what was to be tried out. */
    private void hold(Slot slot, PluginJar jar, int number, PluginJar instead, String why) {
        slot.held().add(Held.jar(jar, number, instead, why, clock.instant()));
        state.held(slot.id(), slot.held());
    }

    private void end(Slot slot, String why) {
        slot.trial().ifPresent(trial -> {
            slot.trial(Optional.empty());
            stage.show(slot);
            stage.drop(slot, trial.newer());
            events.add(slot.id(), trial.newer().revision(), "canary", "ends: " + why);
        });
    }

    /** Orders a trial of a jar, or other shares for the one that goes on. */
    void order(Slot slot, PluginJar jar, Steps steps) {
        allow(slot, jar.digest());
        var going = slot.trial().filter(trial -> trial.newer().target().jar().digest().equals(jar.digest()));
        order(slot, Optional.of(new Order(jar.digest(), slot.wanted(jar.digest()).isPresent(), steps, 0)));
        going.ifPresent(trial -> {
            trial.restep(steps, 0);
            events.add(slot.id(), trial.newer().revision(), "canary",
                "gets %d %% of the requests".formatted(trial.percent()));
        });
        settle(slot);
        if (slot.trial().isEmpty()) {
            throw new GatewayException(ErrorType.UNPROCESSABLE, "%s cannot be tried out: it %s".formatted(jar,
                slot.refusal(new Target(jar, slot.file())).map(Refusal::reason).orElse("is not there any more")));
        }
        if (steps.percents().get(0) == 100) {
            promote(slot, slot.trial().get());
        }
    }

    /** Goes on with every trial whose time has come; true if anything has changed. */
    boolean tick(Collection<Slot> slots) {
        boolean changed = false;
        for (var slot : slots) {
            var trial = slot.trial();
            trial.ifPresent(Trial::look);
            var due = trial.flatMap(Trial::due);
            if (due.isPresent()) {
                advance(slot, trial.get(), due.get());
                changed = true;
            }
        }
        return changed;
    }

    private void advance(Slot slot, Trial trial, int index) {
        if (trial.steps().percents().get(index) == 100) {
            promote(slot, trial);
            return;
        }
        trial.advance(index);
        order(slot, slot.order().map(order -> order.at(index)));
        events.add(slot.id(), trial.newer().revision(), "canary",
            "gets %d %% of the requests".formatted(trial.percent()));
    }

    /** Makes it current; what lies in the folder before it is held back, for it was not chosen. */
    private void promote(Slot slot, Trial trial) {
        var newer = trial.newer();
        if (trial.breach().isPresent()) {
            throw new GatewayException(ErrorType.UNPROCESSABLE,
                "%s is taken back: %s".formatted(newer.revision(), trial.breach().get()));
        }
        order(slot, Optional.empty());
        slot.trial(Optional.empty());
        for (var jar : slot.wanted()) {
            if (jar.identity().equals(newer.target().jar().identity())) {
                break;
            }
            if (!slot.isTakenBack(jar)) {
                hold(slot, jar, 0, newer.target().jar(), "%s was made current instead".formatted(newer.revision()));
            }
        }
        stage.makeCurrent(slot, newer);
    }

    /** It was worse: it is taken back, and why is written down. */
    void breached(Collection<Slot> slots, Trial trial) {
        slots.stream().filter(slot -> slot.trial().filter(trial::equals).isPresent())
            .forEach(slot -> takeBack(slot, trial.breach().orElseThrow()));
    }

    void takeBack(Slot slot, String why) {
        var trial = slot.trial().orElseThrow();
        var newer = trial.newer();
        order(slot, Optional.empty());
        hold(slot, newer.target().jar(), newer.revision().number(), trial.current().target().jar(), why);
        slot.trial(Optional.empty());
        stage.show(slot);
        stage.drop(slot, newer);
        LOG.warn("{} is taken back: {}; {} stays current", newer.revision(), why,
            slot.current().map(live -> live.revision().toString()).orElse("nothing"));
        events.add(slot.id(), newer.revision(), "rolled-back", why);
    }
}
