package dev.powerstrip.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts load on a target until the processor's time per request and chunk has stopped falling and the compilers have
 * little left to do.
 */
final class WarmUp {

    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration QUICK_TURN = Duration.ofSeconds(1);
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(240);
    /** A cell is steady when it costs no less than this part of the best time before. */
    private static final double STEADY = 0.95;
    private static final int STEADY_TURNS = 3;
    /** More than this part of the time means that the compilers have not done. */
    private static final double COMPILING = 0.03;

    private final Meter meter;
    private final List<Cell> cells;

    WarmUp(Meter meter, List<Cell> cells) {
        this.meter = meter;
        this.cells = cells.contains(Cell.ONE_KB) ? without(Cell.RATE, cells) : cells;
    }

    /** The fixed rate walks the same code as the other load of its size, only more slowly. */
    private static List<Cell> without(Cell one, List<Cell> cells) {
        return cells.stream().filter(cell -> cell != one).toList();
    }

    /** Returns in a sentence how long it took and what it brought. */
    String run(Target target, boolean quick) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var first = turn(target, quick ? QUICK_TURN : TURN);
        if (quick || target.process().isEmpty()) {
            return sentence(target, start, false, first, first);
        }
        var best = new EnumMap<>(first);
        Map<Cell, Double> last = first;
        int steady = 0;
        while (steady < STEADY_TURNS && System.nanoTime() - start < MOST_NANOS) {
            var costs = new EnumMap<Cell, Double>(Cell.class);
            boolean falling = false;
            for (var cell : cells) {
                var measured = meter.measure(cell, target, TURN);
                costs.put(cell, measured.cpuMicros());
                falling |= measured.cpuMicros() < STEADY * best.get(cell) || measured.compilerShare() > COMPILING;
                best.merge(cell, measured.cpuMicros(), Math::min);
            }
            last = costs;
            steady = falling || System.nanoTime() - start < LEAST_NANOS ? 0 : steady + 1;
        }
        return sentence(target, start, steady == STEADY_TURNS, first, last);
    }

    private EnumMap<Cell, Double> turn(Target target, Duration each)
        throws IOException, InterruptedException {
        var costs = new EnumMap<Cell, Double>(Cell.class);
        for (var cell : cells) {
            costs.put(cell, meter.measure(cell, target, each).cpuMicros());
        }
        return costs;
    }

    private String sentence(Target target, long start, boolean steady, Map<Cell, Double> first,
        Map<Cell, Double> last) {
        var text = new StringBuilder(
            "%s warmed for %d s".formatted(target.name(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
        if (target.process().isPresent()) {
            text.append(steady ? ", steady" : ", not seen steady");
            cells.forEach(cell -> text.append(String.format(Locale.ROOT, "; %s %.0f -> %.0f us a %s", cell.option(),
                first.get(cell), last.get(cell), cell.unit())));
        }
        return text.toString();
    }
}
