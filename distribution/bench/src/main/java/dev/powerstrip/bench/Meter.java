package dev.powerstrip.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a cell against a target and counts the processor's time meanwhile. */
final class Meter {

    private static final long LOOK_MILLIS = 250;
    private static final long LONGEST_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** A target that uses no more than this between two looks has nothing left to do. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Loop loop;
    private final Upstream upstream;

    Meter(Loop loop, Upstream upstream) {
        this.loop = loop;
        this.upstream = upstream;
    }

    Measurement measure(Cell cell, Target target, Duration duration) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long cpu = target.cpuNanos();
        long compilers = target.compilerNanos();
        long own = ProcessorTime.ofThisProcess();
        long idle = loop.idleNanos();
        long machine = ProcessorTime.ofMachine();
        var tally = cell.run(loop, target, upstream, duration);
        double nanos = System.nanoTime() - start;
        own = ProcessorTime.ofThisProcess() - own;
        idle = loop.idleNanos() - idle;
        long foreign = ProcessorTime.ofMachine() - machine - own - (target.cpuNanos() - cpu);
        double settled = settle(target);
        long units = cell.isStreamed() ? tally.lags().count() : tally.good();
        compilers = Math.max(0, target.compilerNanos() - compilers);
        // Without a process there is no time, and what is divided by it is not a number.
        double used = target.process().isPresent() ? target.cpuNanos() - cpu : Double.NaN;
        return new Measurement(tally, units / nanos * 1e9, used / 1e3 / units, compilers / used,
            (own - idle) / nanos, Math.max(0, foreign / nanos), settled);
    }

    /** Waits until the target has done what it put off, such as writing its records away: that is part of the cost. */
    private static double settle(Target target) throws InterruptedException {
        long start = System.nanoTime();
        if (target.process().isEmpty()) {
            return 0;
        }
        long before;
        long now = target.cpuNanos();
        do {
            Thread.sleep(LOOK_MILLIS);
            before = now;
            now = target.cpuNanos();
        } while (now - before > IDLE_NANOS && System.nanoTime() - start < LONGEST_SETTLE_NANOS);
        return Math.max(0, System.nanoTime() - start - TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) / 1e9;
    }
}
