package dev.powerstrip.bench;

import java.io.IOException;
import java.time.Duration;

/** One load of the table. */
enum Cell {

    ONE_KB("1k", "1 KB, 64 clients", "request", 64,
        (loop, target, upstream, duration) -> new ClosedLoop(loop, target, Payload.ONE_KB, duration)),
    THIRTY_TWO_KB("32k", "32 KB, 64 clients", "request", 64,
        (loop, target, upstream, duration) -> new ClosedLoop(loop, target, Payload.THIRTY_TWO_KB, duration)),
    RATE("rate", "1 KB, 500 a second", "request", 64,
        (loop, target, upstream, duration) -> new FixedRate(loop, target, Payload.ONE_KB, 500, duration)),
    STREAMS_200("s200", "200 streams", "chunk", 200, StreamLoad::new),
    STREAMS_1000("s1000", "1,000 streams", "chunk", 1000, StreamLoad::new);

    private final String option;
    private final String title;
    private final String unit;
    private final int clients;
    private final Maker load;

    private interface Maker {

        Load make(Loop loop, Target target, Upstream upstream, Duration duration);
    }

    Cell(String option, String title, String unit, int clients, Maker load) {
        this.option = option;
        this.title = title;
        this.unit = unit;
        this.clients = clients;
        this.load = load;
    }

    /** As {@code --only} names it. */
    String option() {
        return option;
    }

    String title() {
        return title;
    }

    /** What the processor's time is divided by. */
    String unit() {
        return unit;
    }

    boolean isStreamed() {
        return unit.equals("chunk");
    }

    /** Puts this load on the target. */
    Tally run(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
        return load.make(loop, target, upstream, duration).run(clients);
    }
}
