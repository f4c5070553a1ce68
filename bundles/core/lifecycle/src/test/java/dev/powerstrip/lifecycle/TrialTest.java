package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.powerstrip.lifecycle.Comparison.Thresholds;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.line.Revision;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.EndState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class TrialTest {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(2), 0, 0,
        Duration.ofMinutes(5));

    private static final Duration STEP = Duration.ofSeconds(60);

    private final SettableClock clock = new SettableClock();
    private final List<Trial> breached = new ArrayList<>();
    private final LiveRevision current = live(1);
    private final LiveRevision newer = live(2);
    private final Trial trial = new Trial(newer, current, new Steps(List.of(5, 25, 100), STEP),
        new Thresholds(10, 0.005, 1.1), clock, this::threadsOf, breached::add);
    private int requests;
    private int threads;

    @Test
    void aStepLastsItsTimeAndUntilItWasSeenEnough() {
        clock.advance(STEP);
        assertThat(trial.due()).isEmpty();
        assertThat(trial.status().next()).contains("25 %").contains("10 more requests");

        while (trial.counts().newer() < 10) {
            request(EndState.CLIENT_STALLED, 200);
        }

        assertThat(trial.due()).hasValue(1);
        trial.advance(1);
        assertThat(trial.percent()).isEqualTo(25);
        assertThat(trial.due()).isEmpty();
    }

    @Test
    void oneThatFailsIsWorseAndGetsNothingFromThatMomentOn() {
        while (breached.isEmpty() && requests < 10_000) {
            boolean toNewer = trial.choose(exchange(requests)) == newer;
            request(EndState.FAILED, toNewer ? 502 : 200);
        }

        assertThat(breached).containsExactly(trial);
        assertThat(trial.counts().newer()).isLessThan(30);
        assertThat(trial.percent()).isZero();
        assertThat(trial.breach().orElseThrow()).contains("against 0 of");
        assertThat(trial.due()).isEmpty();
    }

    @Test
    void requestsThatDoNotEndAreSeenToo() {
        for (int i = 0; i < 3000; i++) {
            var exchange = exchange(i);
            var chosen = trial.choose(exchange);
            trial.follow(exchange, chosen);
            if (chosen == current) {
                tried(exchange, chosen, 200);
                exchange.ended(EndState.CLIENT_STALLED);
            }
        }
        trial.look();
        assertThat(breached).isEmpty();

        clock.advance(Trial.PATIENCE.plusMillis(1));
        trial.look();

        assertThat(breached).containsExactly(trial);
        assertThat(trial.breach().orElseThrow()).startsWith("clients that gave up waiting");
    }

    @Test
    void threadsThatAreLeftRunningAreWorse() {
        threads = 8;
        trial.look();
        assertThat(breached).isEmpty();

        threads = 9;
        trial.look();

        assertThat(trial.breach().orElseThrow()).contains("left running: 9 more");
    }

    private void request(EndState end, int status) {
        var exchange = exchange(requests++);
        var chosen = trial.choose(exchange);
        trial.follow(exchange, chosen);
        tried(exchange, chosen, status);
        exchange.ended(status == 200 && end == EndState.FAILED ? EndState.CLIENT_STALLED : end);
    }

    private Exchange exchange(int number) {
        return new Exchange("gen-" + number, Headers.none(), clock);
    }

    private static void tried(Exchange exchange, LiveRevision live, int status) {
        exchange.tried(Endpoint.of("p", "P", "m", "m", new JsonObject()), live.revision(), Duration.ZERO, status, "");
    }

    private int threadsOf(LiveRevision live) {
        return live == newer ? threads : 0;
    }

    /** One that no plugin stands behind. */
    private static LiveRevision live(int number) {
        var id = PluginId.of("provider.p").orElseThrow();
        var jar = new PluginJar(id, new Version(number, 0, 0), "%064d".formatted(number),
            Path.of("none"), new PluginComponent("c", "c", true, false, List.of()), Optional.empty(), "",
            Origin.UNKNOWN);
        return new LiveRevision(new Revision("provider.p", "p", number + ".0.0", jar.shortDigest(), number),
            new Target(jar, ConfigFile.absent("provider.p")), null, Optional.empty(), Instant.EPOCH,
            new Boundary(new RunningCalls(), () -> LIMITS, any -> {}));
    }
}
