package dev.powerstrip.bench;

/** What one cell of the table saw of one target, before the processor's time is added. */
final class Tally {

    private final Samples latencies = new Samples();
    private final Samples lags = new Samples();
    private long good;
    private long bad;
    private String firstFault = "";

    /** An answer came as it should. */
    void answered(long latencyNanos) {
        good++;
        latencies.add(latencyNanos);
    }

    void failed(String fault) {
        bad++;
        if (firstFault.isEmpty()) {
            firstFault = fault;
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
        return bad;
    }

    String firstFault() {
        return firstFault;
    }
}
