package dev.powerstrip.bench;

import dev.powerstrip.bench.Target.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures what the gateway costs, beside Jetty's plain proxy and no proxy at all. */
public final class Bench {

    private final Options options;
    private final Path distribution;
    private final Loop loop;
    private final Upstream upstream;
    private final Meter meter;

    private Bench(Options options, Path distribution) throws IOException {
        this.options = options;
        this.distribution = distribution;
        loop = Loop.sleepless();
        upstream = new Upstream(loop);
        meter = new Meter(loop, upstream);
    }

    /** Ends with 0 if all was measured and every answer was right, whatever the figures; with 1 if not; 2 on misuse. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException misused) {
            System.err.printf("%s%n%s", misused.getMessage(), Options.USAGE);
            System.exit(2);
            return;
        }
        var bench = new Bench(options, Path.of(System.getProperty("bench.distribution")));
        boolean good = true;
        for (var jdk : options.jdks()) {
            good &= bench.run(jdk);
        }
        bench.loop.close();
        System.exit(good ? 0 : 1);
    }

    private boolean run(Path jdk) throws Exception {
        System.out.printf("%n%s%ntargets on %s%n", Machine.describe(), Machine.describe(jdk));
        try (var targets = new Targets(jdk, distribution, upstream.port())) {
            var started = targets.start(options.targets());
            return (options.profile() ? profile(jdk, started) : measure(started)) && sinkHasWritten(targets);
        }
    }

    private void warm(Target target) throws IOException, InterruptedException {
        System.out.println(new WarmUp(meter, options.cells()).run(target, options.quick()));
    }

    private boolean measure(List<Target> targets) throws IOException, InterruptedException {
        for (var target : targets) {
            warm(target);
        }
        var report = new Report(options.cells());
        for (int round = 0; round < options.rounds(); round++) {
            for (var cell : options.cells()) {
                for (var target : targets) {
                    report.add(cell, target, meter.measure(cell, target, options.duration()));
                }
            }
            System.out.printf("round %d of %d measured%n", round + 1, options.rounds());
        }
        System.out.printf("%nmedians of %d rounds of %d s, in brackets the range%n%n%s", options.rounds(),
            options.duration().toSeconds(), report.table());
        return report.bad() == 0;
    }

    private boolean sinkHasWritten(Targets targets) throws IOException {
        boolean written = !options.targets().contains(Kind.GATEWAY) || targets.sinkHasWritten();
        if (!written) {
            System.out.println("The jsonl sink wrote nothing: not everything was on.");
        }
        return written;
    }

    private boolean profile(Path jdk, List<Target> targets) throws Exception {
        for (var target : targets) {
            if (target.process().isPresent()) {
                var profiler = new Profiler(jdk, target.process().get().javaPid(),
                    Path.of(System.getProperty("bench.recordings")));
                profiler.begin();
                warm(target);
                for (var cell : options.cells()) {
                    var name = "%s-%s-%d".formatted(target.name(), cell.option(), Machine.feature(jdk));
                    System.out.println(profiler.profile(name, target.name() + ", " + cell.title(),
                        () -> meter.measure(cell, target, options.duration())));
                }
            }
        }
        return true;
    }
}
