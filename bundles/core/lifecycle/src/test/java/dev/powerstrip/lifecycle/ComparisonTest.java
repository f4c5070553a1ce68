package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.lifecycle.Comparison.Thresholds;
import dev.powerstrip.line.Outcome;
import dev.powerstrip.line.Outcome.Fault;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Thresholds SHIPPED = new Thresholds(10, 0.005, 1.1);

    private final Random random = new Random(42);

    @Test
    void revisionsThatAreAlikeAreHardlyEverToldApart() {
        int alarms = 0;
        for (int i = 0; i < 300; i++) {
            alarms += compared(new Comparison(SHIPPED), 2000, 0.05 + 0.2 * random.nextInt(3), 0.05, 1) ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    @Test
    void oneThatFailsMoreOftenIsFoundOut() {
        assertThat(compared(new Comparison(SHIPPED), 3000, 0.1, 0.2, 1)).isTrue();
    }

    @Test
    void oneThatIsSlowerIsFoundOut() {
        assertThat(compared(new Comparison(SHIPPED), 3000, 0.1, 0.01, 1.8)).isTrue();
    }

    @Test
    void oneThatIsSlowerByLessThanIsToleratedIsNot() {
        assertThat(compared(new Comparison(SHIPPED), 3000, 0.1, 0.01, 1.08)).isFalse();
    }

    @Test
    void saysInWhichWayItIsWorseAndNothingBeforeTheMinimum() {
        var comparison = new Comparison(SHIPPED);
        for (int i = 0; i < 100; i++) {
            comparison.add(outcome(false, 400), false, 0.05);
        }
        for (int i = 0; i < 9; i++) {
            comparison.add(outcome(true, 400), true, 0.05);
            assertThat(comparison.verdict()).isEmpty();
        }

        comparison.add(outcome(true, 400), true, 0.05);

        assertThat(comparison.verdict())
            .hasValue("failed attempts: 10 of 10, against 0 of 100 of the current revision");
    }

    @Test
    void failuresThatHitBothAlikeSayNothing() {
        var comparison = new Comparison(SHIPPED);
        for (int i = 0; i < 2000; i++) {
            comparison.add(outcome(true, 400), random.nextDouble() < 0.05, 0.05);
        }

        assertThat(comparison.verdict()).isEmpty();
    }

    /** Whether the newer one is called worse, where it fails and is slow to that measure and the current one 5 % and 1. */
    private boolean compared(Comparison comparison, int requests, double share, double failing, double slower) {
        for (int i = 0; i < requests; i++) {
            boolean newer = random.nextDouble() < share;
            double millis = 400 * Math.exp(0.5 * random.nextGaussian()) * (newer ? slower : 1);
            comparison.add(outcome(random.nextDouble() < (newer ? failing : 0.05), millis), newer, share);
            if (comparison.verdict().isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Outcome outcome(boolean failed, double firstToken) {
        return new Outcome(failed ? Set.of(Fault.FAILED) : Set.of(), OptionalDouble.of(firstToken),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
