package dev.powerstrip.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangUpActionsTest {

    private final List<Runnable> waiting = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final HangUp hangUp = new HangUp(waiting::add);

    private void runWaiting() {
        waiting.forEach(Runnable::run);
    }

    @Test
    void whoeverSeesTheClientGoIsNotHeldUpByTheActions() {
        hangUp.onHangUp(() -> ran.add("action"));

        hangUp.seen();

        assertThat(ran).isEmpty();
        runWaiting();
        assertThat(ran).containsExactly("action");
    }

    @Test
    void anActionHasRunBeforeTheExchangesThreadLearnsOfTheHangUp() {
        hangUp.onHangUp(() -> ran.add("action"));
        hangUp.seen();

        hangUp.met();
        hangUp.over();
        runWaiting();

        assertThat(ran).containsExactly("action");
    }

    @Test
    void anActionThatComesAfterTheHangUpRunsAtOnce() {
        hangUp.seen();

        hangUp.onHangUp(() -> ran.add("action"));

        assertThat(ran).containsExactly("action");
    }

    @Test
    void noActionBeginsOnceTheExchangeIsOver() {
        hangUp.onHangUp(() -> ran.add("early"));
        hangUp.seen();
        hangUp.over();

        runWaiting();
        hangUp.onHangUp(() -> ran.add("late"));
        hangUp.met();

        assertThat(ran).isEmpty();
        assertThat(hangUp.isGone()).isFalse();
    }
}
