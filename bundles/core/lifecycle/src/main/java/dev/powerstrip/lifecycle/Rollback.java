package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes back from a slot's current revision to the one before it. One thread. */
final class Rollback {

    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final Starter starter;
    private final Stage stage;
    private final JarFinder jars;
    private final StateFile state;
    private final EventLog events;
    private final Clock clock;

    Rollback(Starter starter, Stage stage, JarFinder jars, StateFile state, EventLog events, Clock clock) {
        this.starter = starter;
        this.stage = stage;
        this.jars = jars;
        this.state = state;
        this.events = events;
        this.clock = clock;
    }

    /** @throws GatewayException if there is nothing to go back to, or nothing of it comes up */
    void from(Slot slot, String why) {
        var left = slot.current().orElseThrow(() -> new GatewayException(ErrorType.UNPROCESSABLE,
            "%s is not in use, so there is nothing to go back from".formatted(slot.id())));
        var problems = new ArrayList<String>();
        for (var target : earlier(slot, left)) {
            try {
                var live = starter.start(slot, target, slot.nextRevision());
                hold(slot, left, target, why);
                stage.goBack(slot, live);
                LOG.warn("{} is taken back: {}; {} is current again", left.revision(), why, live.revision());
                events.add(slot.id(), left.revision(), "rolled-back", why);
                return;
            } catch (RefusedException refused) {
                problems.add("%s %s".formatted(target.jar(), refused.getMessage()));
            }
        }
        throw new GatewayException(ErrorType.UNPROCESSABLE, "%s cannot go back: %s".formatted(slot.id(),
            problems.isEmpty() ? "nothing ran before it whose jar is still here" : String.join("; ", problems)));
    }

    /** What ran before, the latest first, and then what else lies in the folders. */
    private List<Target> earlier(Slot slot, LiveRevision left) {
        var targets = new ArrayList<Target>();
        for (var one : state.earlier(slot.id())) {
            boolean sameJar = one.jar().equals(left.target().jar().identity());
            var file = sameJar ? Target.file(slot.file(), one.settings()) : slot.file();
            jars.find(slot, one.jar()).ifPresent(jar -> targets.add(new Target(jar, file)));
        }
        slot.wanted().forEach(jar -> targets.add(new Target(jar, slot.file())));
        return targets.stream().distinct().filter(target -> !target.equals(left.target()))
            .filter(target -> slot.held().stream().noneMatch(held -> held.holds(target))).toList();
    }

    private void hold(Slot slot, LiveRevision left, Target back, String why) {
        boolean sameJar = back.jar().identity().equals(left.target().jar().identity());
        slot.held().removeIf(held -> held.holds(left.target()));
        slot.held().add(sameJar ? Held.settings(left, back.file(), why, clock.instant())
            : Held.jar(left.target().jar(), left.revision().number(), back.jar(), why, clock.instant()));
        state.held(slot.id(), slot.held());
    }
}
