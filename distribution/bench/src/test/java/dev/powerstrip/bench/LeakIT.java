package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.powerstrip.bench.PluginAdmin.Listed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that are swapped two hundred times under traffic leave nothing behind in the gateway's virtual machine. */
class LeakIT {

    private static final int SWAPS_A_ROUND = 5;
    private static final int REFUSALS_A_ROUND = 1;
    private static final int STREAMS = 10;
    private static final StreamScript SCRIPT = StreamScript.lasting(Duration.ofMillis(500));
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_SWAP = Duration.ofSeconds(60);
    /** The current one, and one that something holds for a moment. */
    private static final long MOST_LOADERS = 2;
    private static final double MOST_METASPACE_MEGABYTES = 2;

    private final Path distribution = Path.of(System.getProperty("bench.distribution"));
    private final Path jdk = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    @Test
    void twoHundredSwapsLeaveNoMoreBehindThanTwenty() throws Exception {
        try (var loop = new Loop()) {
            var upstream = new Upstream(loop);
            try (var targets = new Targets(jdk, distribution, upstream.port())) {
                var gateway = targets.gateway(LeakIT::start);
                try (var jvm = new GatewayJvm(gateway.process().orElseThrow().javaPid())) {
                    var load = new StreamLoad(loop, gateway, upstream, LONGEST, SCRIPT, SCRIPT.interval());
                    var streams = begin(new FutureTask<>(() -> load.run(STREAMS)));
                    swap(gateway, targets.home(), jvm);
                    load.stop();
                    var tally = streams.get();
                    assertThat(tally.bad()).as(tally.firstFault()).isZero();
                    assertThat(tally.good()).isPositive();
                }
            }
        }
    }

    /** Without profiles of hot methods: they lie in metaspace, too, which would grow for as long as they are taken. */
    private static Child start(List<String> command, Map<String, String> environment) throws IOException {
        var more = new TreeMap<>(environment);
        more.put("POWERSTRIP_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        return new Child(command, more);
    }

    private void swap(Target gateway, Path home, GatewayJvm jvm) throws Exception {
        // Where a plugin that throws is quarantined, its loader is not used for long enough to leak.
        Files.writeString(home.resolve("etc/lifecycle.cfg.json"), "{\"quarantineInRow\": 0, \"quarantineOf20\": 0}");
        var key = Files.readString(home.resolve("data/management-key"), UTF_8).strip();
        var always = new ArrayList<Plugin>();
        for (var name : List.of("loading", "throwing", "gson", "failing")) {
            always.add(new Plugin("dev.powerstrip.bench.plugins.%s.%sProvider".formatted(name, title(name)),
                name.equals("failing") ? "refused" : "current",
                new PluginAdmin(gateway.port(), key, "provider." + name),
                new NewerJars(new TestPlugins(folder).provider(name)), home.resolve("plugins/%s.jar".formatted(name))));
        }
        var builtIn = List.of(Swappable.values()).stream().map(each -> new Plugin(each.component(),
            "current", new PluginAdmin(gateway.port(), key, each.slot()),
            new NewerJars(distribution.resolve("plugins/%s.jar".formatted(each.bundle()))),
            home.resolve("plugins/%s.jar".formatted(each.bundle())))).toList();
        var all = new ArrayList<>(always);
        all.addAll(builtIn);

        rounds(1, always, builtIn);
        var caller = new Caller(gateway);
        var calls = begin(new FutureTask<>(caller::call));
        rounds(20 / SWAPS_A_ROUND - 1, always, builtIn);
        var early = Footprint.of(jvm, all);
        rounds(180 / SWAPS_A_ROUND, always, builtIn);
        var late = Footprint.of(jvm, all);
        caller.stopped = true;

        System.out.printf("after 20 swaps:  %s%nafter 200 swaps: %s, %d calls beside them%n", early, late, calls.get());
        for (var footprint : List.of(early, late)) {
            assertThat(footprint.loaders.values()).as(() -> whatHolds(jvm, all))
                .allMatch(count -> count <= MOST_LOADERS);
        }
        assertThat(late.metaspace - early.metaspace).as(() -> whatHolds(jvm, all)).isLessThan(MOST_METASPACE_MEGABYTES);
    }

    private static String title(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static void rounds(int count, List<Plugin> always, List<Plugin> byTurns) throws Exception {
        for (int round = 0; round < count; round++) {
            var these = new ArrayList<>(always);
            int first = 2 * round % byTurns.size();
            these.addAll(byTurns.subList(first, first + SWAPS_A_ROUND + REFUSALS_A_ROUND - always.size()));
            for (var plugin : these) {
                plugin.drop();
            }
            for (var plugin : these) {
                plugin.awaitTheSwap();
            }
        }
    }

    /** The paths to the roots, from a heap dump that stays in {@code target}. */
    private static String whatHolds(GatewayJvm jvm, List<Plugin> plugins) {
        try {
            var dump = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "leak").resolve("leak.hprof");
            jvm.bean("com.sun.management:type=HotSpotDiagnostic", HotSpotDiagnosticMXBean.class)
                .dumpHeap(dump.toString(), true);
            var paths = new PathsToRoot(dump).ofGoneLoadersWith(plugins.stream().map(Plugin::component).toList());
            return "%d loaders of plugins that are gone are held; see also %s%n%s".formatted(paths.size(), dump,
                paths.stream().limit(3).collect(Collectors.joining("\n")));
        } catch (IOException failed) {
            return "what holds them cannot be told: " + failed;
        }
    }

    private static <T> FutureTask<T> begin(FutureTask<T> work) {
        var thread = new Thread(work, "traffic");
        thread.setDaemon(true);
        thread.start();
        return work;
    }

    /** A plugin whose jar is replaced again and again. */
    private static final class Plugin {

        private final String component;
        private final String fate;
        private final PluginAdmin admin;
        private final NewerJars jars;
        private final Path file;
        private int before;

        /** @param fate the state in which each of its jars ends up */
        Plugin(String component, String fate, PluginAdmin admin, NewerJars jars, Path file) {
            this.component = component;
            this.fate = fate;
            this.admin = admin;
            this.jars = jars;
            this.file = file;
        }

        String component() {
            return component;
        }

        void drop() throws IOException, InterruptedException {
            before = admin.revisions().stream().mapToInt(Listed::number).max().orElse(0);
            Files.write(file, jars.next());
        }

        /** Waits until there is a newer revision, and only that. */
        void awaitTheSwap() throws IOException, InterruptedException {
            long end = System.nanoTime() + LONGEST_SWAP.toNanos();
            var listed = admin.revisions();
            while (listed.size() != 1 || !listed.get(0).state().equals(fate) || listed.get(0).number() == before) {
                assertThat(System.nanoTime()).as("%s was not swapped: %s", component, listed).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(20);
                listed = admin.revisions();
            }
        }
    }

    /** What the plugins take up once what can be collected is collected. */
    private record Footprint(Map<String, Long> loaders, double metaspace) {

        static Footprint of(GatewayJvm jvm, List<Plugin> plugins) throws IOException {
            jvm.collectGarbage();
            var loaders = new TreeMap<String, Long>();
            for (var plugin : plugins) {
                loaders.put(plugin.component.substring(plugin.component.lastIndexOf('.') + 1),
                    jvm.loadersOf(plugin.component));
            }
            return new Footprint(loaders, jvm.usedMetaspaceMegabytes());
        }
    }

    /** Calls the test's own providers in turn. */
    private static final class Caller {

        private final HttpClient http = HttpClient.newHttpClient();
        private final Target gateway;
        private volatile boolean stopped;

        Caller(Target gateway) {
            this.gateway = gateway;
        }

        /** Returns how many calls there were once it is stopped. */
        int call() throws IOException, InterruptedException {
            int calls = 0;
            while (!stopped) {
                for (var name : List.of("loading", "gson", "throwing")) {
                    int status = http.send(request(name), BodyHandlers.discarding()).statusCode();
                    assertThat(status == 200).as("%s answered %d", name, status)
                        .isEqualTo(!name.equals("throwing"));
                    calls++;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return calls;
        }

        private HttpRequest request(String name) {
            return HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:%d/v1/chat/completions".formatted(gateway.port())))
                .header("Authorization", "Bearer " + gateway.key())
                .POST(BodyPublishers.ofString("""
                    {"model":"%s/model","messages":[{"role":"user","content":"hi"}]}""".formatted(name)))
                .build();
        }
    }
}
