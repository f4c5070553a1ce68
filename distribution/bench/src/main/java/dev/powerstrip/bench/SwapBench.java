package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Swaps a plugin again and again while streams run through it, and says whom that harmed. */
public final class SwapBench {

    private final SwapOptions options;
    private final Path distribution;

    SwapBench(SwapOptions options, Path distribution) {
        this.options = options;
        this.distribution = distribution;
    }

    /** Ends with 0 if nobody was harmed, with 1 if somebody was, with 2 on misuse. */
    public static void main(String[] arguments) throws Exception {
        SwapOptions options;
        try {
            options = SwapOptions.of(List.of(arguments));
        } catch (IllegalArgumentException misused) {
            System.err.printf("%s%n%s", misused.getMessage(), SwapOptions.USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Machine.describe());
        var bench = new SwapBench(options, Path.of(System.getProperty("bench.distribution")));
        boolean good = true;
        for (var jdk : options.jdks()) {
            var report = bench.run(jdk);
            System.out.printf("%n%s", report.text());
            good &= report.nobodyWasHarmed();
        }
        System.exit(good ? 0 : 1);
    }

    SwapReport run(Path jdk) throws IOException, InterruptedException {
        try (var loop = new Loop()) {
            var upstream = new Upstream(loop);
            try (var targets = new Targets(jdk, distribution, upstream.port())) {
                var gateway = targets.gateway(Child::new);
                try (var jvm = new GatewayJvm(gateway.process().orElseThrow().javaPid())) {
                    return run(jdk, loop, upstream, gateway, targets.home(), jvm);
                }
            }
        }
    }

    private SwapReport run(Path jdk, Loop loop, Upstream upstream, Target gateway, Path home, GatewayJvm jvm)
        throws IOException, InterruptedException {
        var load = new SwapLoad(loop, gateway, upstream, options.length().plus(options.time()), options.length());
        var swaps = swaps(gateway, home);
        var stranger = new Stranger(gateway);
        var swapping = new FutureTask<>(() -> swapWhenAllStreamsRun(swaps, jvm));
        var strange = new FutureTask<>(stranger);
        begin(swapping, "swaps");
        begin(strange, "stranger");
        var tally = load.run(options.streams());
        stranger.stop();
        swaps.loadIsOver();
        double metaspaceBefore = result(swapping);
        int letIn = result(strange);
        boolean settled = swaps.settle();
        var records = Records.await(home.resolve("log"), load.generations());
        jvm.collectGarbage();
        return new SwapReport(options, Machine.describe(jdk), tally, load.firstChunks(), swaps, settled, records,
            letIn, jvm.loadersOf(options.plugin().component()), metaspaceBefore, jvm.usedMetaspaceMegabytes());
    }

    private Swaps swaps(Target gateway, Path home) throws IOException {
        var key = Files.readString(home.resolve("data/management-key"), UTF_8).strip();
        var bundle = options.plugin().bundle() + ".jar";
        return new Swaps(new PluginAdmin(gateway.port(), key, options.plugin().slot()),
            new NewerJars(distribution.resolve("plugins").resolve(bundle)), home.resolve("plugins").resolve(bundle));
    }

    /** Returns the metaspace that was in use before the first swap, in megabytes. */
    private double swapWhenAllStreamsRun(Swaps swaps, GatewayJvm jvm) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(options.length().toMillis());
        jvm.collectGarbage();
        double metaspace = jvm.usedMetaspaceMegabytes();
        swaps.run(options.time().dividedBy(options.every()), options.every());
        return metaspace;
    }

    private static void begin(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static <T> T result(FutureTask<T> work) throws IOException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            throw new IOException("the swaps did not go through", failed.getCause());
        }
    }
}
