package dev.powerstrip.bench;

import java.io.IOException;
import java.time.Duration;

/** One load of the table. */
enum Cell {

    ONE_KB("1k", "1 KB, 64 clients", "request", 64) {
        @Override
        Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
            return new ClosedLoop(loop, target, Payload.ONE_KB, duration).run(clients());
        }
    },
    THIRTY_TWO_KB("32k", "32 KB, 64 clients", "request", 64) {
        @Override
        Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
            return new ClosedLoop(loop, target, Payload.THIRTY_TWO_KB, duration).run(clients());
        }
    },
    RATE("rate", "1 KB, 500 a second", "request", 64) {
        @Override
        Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
            return new FixedRate(loop, target, Payload.ONE_KB, 500, duration).run(clients());
        }
    },
    STREAMS_200("s200", "200 streams", "chunk", 200) {
        @Override
        Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
            return new StreamLoad(loop, target, upstream, duration).run(clients());
        }
    },
    STREAMS_1000("s1000", "1,000 streams", "chunk", 1000) {
        @Override
        Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException {
            return new StreamLoad(loop, target, upstream, duration).run(clients());
        }
    };

    private final String option;
    private final String title;
    private final String unit;
    private final int clients;

    Cell(String option, String title, String unit, int clients) {
        this.option = option;
        this.title = title;
        this.unit = unit;
        this.clients = clients;
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

    final int clients() {
        return clients;
    }

    abstract Tally load(Loop loop, Target target, Upstream upstream, Duration duration) throws IOException;
}
