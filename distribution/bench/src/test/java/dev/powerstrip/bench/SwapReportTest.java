package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwapReportTest {

    private static final Records WHOLE = new Records(1, 0, 0);

    private final Tally tally = new Tally();
    private final Swaps swaps = new Swaps(new PluginAdmin(1, "key", "provider.up"), new NewerJars(Path.of("up.jar")),
        Path.of("plugins/up.jar"));

    SwapReportTest() {
        tally.answered(1_000_000);
    }

    private SwapReport report(boolean settled, Records records, int letIn, long loaders) {
        return new SwapReport(SwapOptions.of(List.of()), "a JDK", tally, List.of(), swaps, settled, records, letIn,
            loaders, 30, 31);
    }

    @Test
    void nobodyIsHarmedWhereEverythingCameWholeAndNothingIsLeft() {
        assertThat(report(true, WHOLE, 0, 1).nobodyWasHarmed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anyHarmToAStreamIsHarmAndIsTold(Harm harm) {
        tally.failed(new Fault(harm, "what happened"));

        var report = report(true, WHOLE, 0, 1);

        assertThat(report.nobodyWasHarmed()).isFalse();
        assertThat(report.text()).contains("1 " + harm.title()).contains("1 whole of 2").contains("what happened");
    }

    @Test
    void aRecordThatIsLostOrDoubledIsHarm() {
        assertThat(report(true, new Records(1, 1, 0), 0, 1).nobodyWasHarmed()).isFalse();
        assertThat(report(true, new Records(1, 0, 1), 0, 1).nobodyWasHarmed()).isFalse();
    }

    @Test
    void aStrangerWhoIsLetInIsHarm() {
        assertThat(report(true, WHOLE, 1, 1).nobodyWasHarmed()).isFalse();
    }

    @Test
    void whatASwapLeavesBehindIsHarm() {
        assertThat(report(false, WHOLE, 0, 1).nobodyWasHarmed()).isFalse();
        assertThat(report(true, WHOLE, 0, 3).nobodyWasHarmed()).isFalse();
    }
}
