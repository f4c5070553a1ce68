package dev.powerstrip.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One line of the table.
 *
 * @param added whether what the direct way takes is subtracted
 */
record Figure(String title, int decimals, boolean added, ToDoubleFunction<Measurement> value) {

    private static final Figure COMPILERS = new Figure("of it JIT, %", 1, false,
        measurement -> 100 * measurement.compilerShare());

    private static final List<Figure> WHOLE = List.of(
        new Figure("requests a second", 0, false, Measurement::perSecond),
        new Figure("CPU, us a request", 0, false, Measurement::cpuMicros),
        COMPILERS,
        new Figure("latency p50, ms", 2, false, latency(50)),
        new Figure("latency p99, ms", 2, false, latency(99)));

    private static final List<Figure> RATE = List.of(
        new Figure("CPU, us a request", 0, false, Measurement::cpuMicros),
        COMPILERS,
        new Figure("latency p50, ms", 2, false, latency(50)),
        new Figure("latency p99, ms", 2, false, latency(99)),
        new Figure("added p50, ms", 2, true, latency(50)),
        new Figure("added p99, ms", 2, true, latency(99)));

    private static final List<Figure> STREAMS = List.of(
        new Figure("chunks a second", 0, false, Measurement::perSecond),
        new Figure("CPU, ms a 1,000 chunks", 1, false, Measurement::cpuMicros),
        COMPILERS,
        new Figure("lag of a chunk p50, ms", 2, false, lag(50)),
        new Figure("lag of a chunk p99, ms", 2, false, lag(99)),
        new Figure("first chunk p50, ms", 2, false, latency(50)),
        new Figure("first chunk p99, ms", 2, false, latency(99)),
        new Figure("first chunk added p50, ms", 2, true, latency(50)));

    static List<Figure> of(Cell cell) {
        if (cell.isStreamed()) {
            return STREAMS;
        }
        return cell == Cell.RATE ? RATE : WHOLE;
    }

    private static ToDoubleFunction<Measurement> latency(int percent) {
        return measurement -> measurement.tally().latencies().millis(percent);
    }

    private static ToDoubleFunction<Measurement> lag(int percent) {
        return measurement -> measurement.tally().lags().millis(percent);
    }
}
