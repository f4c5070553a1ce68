package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A minute's smoke test of the whole bench, for {@code mvn verify -Dbench.quick=true}. */
@EnabledIfSystemProperty(named = "bench.quick", matches = "true")
class QuickBenchIT {

    @Test
    void theQuickRunMeasuresEveryCellOfEveryTarget() throws IOException, InterruptedException {
        var process = new ProcessBuilder(System.getProperty("bench.run"), "--quick").redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        for (var cell : Cell.values()) {
            assertThat(output).contains(cell.title());
        }
    }
}
