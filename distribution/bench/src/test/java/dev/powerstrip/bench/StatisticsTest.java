package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void aPercentileIsTheSmallestSampleThatSoManyDoNotExceed() {
        var samples = new Samples();
        for (int millis = 10_000; millis >= 1; millis--) {
            samples.add(millis * 1_000_000L);
        }

        assertThat(samples.count()).isEqualTo(10_000);
        assertThat(samples.millis(50)).isEqualTo(5_000);
        assertThat(samples.millis(99)).isEqualTo(9_900);
        assertThat(samples.millis(100)).isEqualTo(10_000);
    }

    @Test
    void onePercentileOfOneSampleIsThatSample() {
        var samples = new Samples();
        samples.add(2_500_000);

        assertThat(samples.millis(1)).isEqualTo(2.5);
    }

    @Test
    void noSamplesHaveNoPercentile() {
        assertThat(new Samples().millis(50)).isNaN();
    }

    @Test
    void aRangeIsTheMedianBetweenTheLeastAndTheMost() {
        assertThat(Range.of(List.of(3.0, 1.0, 10.0))).isEqualTo(new Range(3, 1, 10));
        assertThat(Range.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Range(3, 1, 10));
    }

    @Test
    void aRangeLeavesOutWhatIsNoNumber() {
        assertThat(Range.of(List.of(Double.NaN, 2.0))).isEqualTo(new Range(2, 2, 2));
        assertThat(Range.of(List.of(Double.NaN)).isEmpty()).isTrue();
    }
}
