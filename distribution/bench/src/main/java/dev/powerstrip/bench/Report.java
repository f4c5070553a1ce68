package dev.powerstrip.bench;

import dev.powerstrip.bench.Target.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Collects what is measured, round by round, and makes the table of it: medians, in brackets the range. */
final class Report {

    private static final String LINE = "%-18s %-26s %24s %24s %24s %18s%n";
    /** From here on the load is too busy for its figures to be only the target's. */
    private static final double BUSY = 0.9;

    private final List<Cell> cells;
    private final Map<Cell, Map<Kind, List<Measurement>>> rounds = new EnumMap<>(Cell.class);

    Report(List<Cell> cells) {
        this.cells = cells;
        cells.forEach(cell -> rounds.put(cell, new EnumMap<>(Kind.class)));
    }

    void add(Cell cell, Target target, Measurement measurement) {
        rounds.get(cell).computeIfAbsent(target.kind(), first -> new ArrayList<>()).add(measurement);
    }

    /** How many answers did not come as they should. */
    long bad() {
        return all().stream().mapToLong(measurement -> measurement.tally().bad()).sum();
    }

    private List<Measurement> all() {
        return rounds.values().stream().flatMap(cell -> cell.values().stream()).flatMap(List::stream).toList();
    }

    String table() {
        var text = new StringBuilder(LINE.formatted("cell", "figure", "direct", "proxy", "gateway", "gateway/proxy"));
        for (var cell : cells) {
            var title = cell.title();
            for (var figure : Figure.of(cell)) {
                text.append(line(cell, title, figure));
                title = "";
            }
            text.append(LINE.formatted("", cell.isStreamed() ? "streams, whole of all" : "answers, good of all",
                outcome(cell, Kind.DIRECT), outcome(cell, Kind.PROXY), outcome(cell, Kind.GATEWAY), ""));
        }
        return text.append(remarks()).toString();
    }

    private String line(Cell cell, String title, Figure figure) {
        return LINE.formatted(title, figure.title(), range(cell, Kind.DIRECT, figure), range(cell, Kind.PROXY, figure),
            range(cell, Kind.GATEWAY, figure),
            show(ratio(cell, figure), 2));
    }

    private String range(Cell cell, Kind kind, Figure figure) {
        return figure.added() && kind == Kind.DIRECT ? ""
            : show(each(cell, kind, round -> value(cell, kind, figure, round)), figure.decimals());
    }

    private double value(Cell cell, Kind kind, Figure figure, int round) {
        double value = figure.value().applyAsDouble(measured(cell, kind).get(round));
        if (!figure.added()) {
            return value;
        }
        return measured(cell, Kind.DIRECT).isEmpty() ? Double.NaN
            : value - figure.value().applyAsDouble(measured(cell, Kind.DIRECT).get(round));
    }

    /** Of each round's two measurements, which were taken one after the other. */
    private Range ratio(Cell cell, Figure figure) {
        return measured(cell, Kind.PROXY).isEmpty() ? Range.of(List.of())
            : each(cell, Kind.GATEWAY, round -> value(cell, Kind.GATEWAY, figure, round)
                / value(cell, Kind.PROXY, figure, round));
    }

    private Range each(Cell cell, Kind kind, IntFunction<Double> value) {
        return Range.of(IntStream.range(0, measured(cell, kind).size()).mapToObj(value).toList());
    }

    private List<Measurement> measured(Cell cell, Kind kind) {
        return rounds.get(cell).getOrDefault(kind, List.of());
    }

    private static String show(Range range, int decimals) {
        if (range.isEmpty()) {
            return "-";
        }
        var number = "%." + decimals + "f";
        if (range.least() == range.most()) {
            return String.format(Locale.ROOT, number, range.median());
        }
        return String.format(Locale.ROOT, number + " (" + number + "-" + number + ")", range.median(), range.least(),
            range.most());
    }

    private String outcome(Cell cell, Kind kind) {
        long good = measured(cell, kind).stream().mapToLong(round -> round.tally().good()).sum();
        long bad = measured(cell, kind).stream().mapToLong(round -> round.tally().bad()).sum();
        return good + bad == 0 ? "-" : "%d of %d".formatted(good, good + bad);
    }

    private String remarks() {
        var text = new StringBuilder("\nOthers used up to %s of a core meanwhile; a target went on for up to %s s after"
            .formatted(most(Measurement::foreignShare), most(Measurement::settleSeconds))
            + " its last answer, which is counted.\n");
        for (var cell : cells) {
            rounds.get(cell).forEach((kind, measured) -> {
                var load = each(cell, kind, round -> measured.get(round).loadShare());
                if (load.most() > BUSY) {
                    text.append("Load and upstream used %s of their core at %s, %s: that limits, too.\n"
                        .formatted(show(load, 2), cell.title(), kind.title()));
                }
                measured.stream().map(round -> round.tally().firstFault()).filter(fault -> !fault.isEmpty())
                    .findFirst().ifPresent(fault -> text.append("First fault at %s, %s: %s\n"
                        .formatted(cell.title(), kind.title(), fault)));
            });
        }
        return text.toString();
    }

    private String most(ToDoubleFunction<Measurement> share) {
        return String.format(Locale.ROOT, "%.2f", all().stream().mapToDouble(share).max().orElse(0));
    }
}
