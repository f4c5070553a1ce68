package dev.powerstrip.bench;

import java.util.EnumMap;
import java.util.Map;

/** What one cell of the table saw of one target, before the processor's time is added. */
final class Tally {

    private final Samples latencies = new Samples();
    private final Samples lags = new Samples();
    private final Map<Harm, Long> harms = new EnumMap<>(Harm.class);
    private long good;
    private String firstFault = "";

    /** An answer came as it should. */
    void answered(long latencyNanos) {
        good++;
        latencies.add(latencyNanos);
    }

    void failed(Fault fault) {
        harms.merge(fault.harm(), 1L, Long::sum);
        if (firstFault.isEmpty()) {
            firstFault = fault.what();
        }
    }

    /** Of whole answers until they were there, of streams until their first chunk was. */
    Samples latencies() {
        return latencies;
    }

    /** How long chunks took from the upstream to the client. */
    Samples lags() {
        return lags;
    }

    long good() {
        return good;
    }

    long bad() {
        return harms.values().stream().mapToLong(Long::longValue).sum();
    }

    long bad(Harm harm) {
        return harms.getOrDefault(harm, 0L);
    }

    String firstFault() {
        return firstFault;
    }
}
