package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The swap bench in a small form, as the build runs it. */
class SwapBenchIT {

    private final Path jdk = Path.of(System.getProperty("java.home"));

    @Test
    void aHundredStreamsOfFiveSecondsSurviveFiveSwapsOfTheirProvider() throws IOException, InterruptedException {
        assertNobodyIsHarmed(Swappable.PROVIDER, 100, Duration.ofSeconds(3), 5, Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource(names = "PROVIDER", mode = EnumSource.Mode.EXCLUDE)
    void swapsOfWhateverElseCanBeSwappedHarmNobody(Swappable plugin) throws IOException, InterruptedException {
        assertNobodyIsHarmed(plugin, 50, Duration.ofSeconds(2), 3, Duration.ofSeconds(1));
    }

    private void assertNobodyIsHarmed(Swappable plugin, int streams, Duration every, int swaps, Duration length)
        throws IOException, InterruptedException {
        var options = new SwapOptions(plugin, streams, every, every.multipliedBy(swaps), length, List.of(jdk));

        var report = new SwapBench(options, Path.of(System.getProperty("bench.distribution"))).run(jdk);

        System.out.printf("%n%s", report.text());
        assertThat(report.swaps().done()).hasSize(swaps);
        assertThat(report.nobodyWasHarmed()).as(report.text()).isTrue();
    }
}
