package dev.powerstrip.bench;

import dev.powerstrip.bench.SwapLoad.FirstChunk;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of the swaps.
 *
 * @param settled whether every revision but the last was gone in the end
 * @param letIn how often a stranger was not refused
 * @param loaders how many class loaders of the plugin were left
 * @param metaspaceBefore in megabytes, before the first swap; {@code metaspaceAfter} the same after all
 */
record SwapReport(SwapOptions options, String jdk, Tally tally, List<FirstChunk> firstChunks, Swaps swaps,
    boolean settled, Records records, int letIn, long loaders, double metaspaceBefore, double metaspaceAfter) {

    private static final String LINE = "%-22s %s%n";
    /** The current one, and one that something holds for a moment. */
    private static final int MOST_LOADERS = 2;

    boolean nobodyWasHarmed() {
        return tally.bad() == 0 && tally.good() > 0 && records.lost() == 0 && records.doubled() == 0 && letIn == 0
            && settled && loaders >= 1 && loaders <= MOST_LOADERS;
    }

    String text() {
        var text = new StringBuilder(format("%,d streams of %d s, a chunk every 100 ms, on %s%n", options.streams(),
            options.length().toSeconds(), jdk));
        line(text, "swaps", format("%d of %s, one every %d s; up to %d revisions at once", swaps.done().size(),
            options.plugin().plugin(), options.every().toSeconds(), swaps.mostAtOnce()));
        line(text, "streams", format("%,d whole of %,d, %,d chunks", tally.good(), tally.good() + tally.bad(),
            tally.lags().count()));
        line(text, "harmed", Arrays.stream(Harm.values()).map(harm -> format("%d %s", tally.bad(harm), harm.title()))
            .collect(Collectors.joining(", ")));
        line(text, "records", format("%,d; %d lost, %d doubled", records.count(), records.lost(), records.doubled()));
        line(text, "strangers let in", format("%d", letIn));
        line(text, "first chunk", format("%s during swaps, %s else", percentiles(waits(true)),
            percentiles(waits(false))));
        line(text, "chunk's lag", percentiles(tally.lags()));
        line(text, "copy to current", percentiles(copyToCurrent()));
        line(text, "last lease to gone", format("%s at most, seen every 10 ms or more", percentiles(swaps.gone())));
        line(text, "older revisions", settled ? "all gone, no lease left" : "NOT all gone");
        line(text, "class loaders", format("%d left", loaders));
        line(text, "metaspace", format("%.1f MB before the swaps, %.1f MB after", metaspaceBefore, metaspaceAfter));
        if (!tally.firstFault().isEmpty()) {
            line(text, "first fault", tally.firstFault());
        }
        return text.toString();
    }

    /** From the first swap on: before, the target may still have been cold. */
    private Samples waits(boolean duringSwaps) {
        var samples = new Samples();
        long first = swaps.done().isEmpty() ? 0 : swaps.done().get(0).begun();
        firstChunks.stream().filter(chunk -> chunk.asked() - first >= 0)
            .filter(chunk -> swaps.done().stream().anyMatch(swap -> swap.contains(chunk.asked())) == duringSwaps)
            .forEach(chunk -> samples.add(chunk.nanos()));
        return samples;
    }

    private Samples copyToCurrent() {
        var samples = new Samples();
        swaps.done().forEach(swap -> samples.add(swap.current() - swap.copied()));
        return samples;
    }

    private static String percentiles(Samples samples) {
        return format("p50 %.1f ms, p99 %.1f ms (%d)", samples.millis(50), samples.millis(99), samples.count());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(format(LINE, name, value));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
