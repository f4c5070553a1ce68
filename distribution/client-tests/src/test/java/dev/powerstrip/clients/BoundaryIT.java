package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one broken provider does to another that is not: figures are printed, errors are not allowed. For figures to quote:
 * {@code -Dit.test=BoundaryIT -Dboundary.rounds=5}.
 */
class BoundaryIT {

    private static final Map<String, String> FAULTS = Map.of( //
        "throwing", "throw new NoClassDefFoundError(\"acme/Missing\");", //
        "hanging", "while (true) { java.util.concurrent.locks.LockSupport.park(); "
            + "if (Thread.interrupted()) throw new IllegalStateException(\"interrupted\"); }", //
        "recursing", "return chat(request, attempt);");
    /** It goes on whatever happens to its thread, but waits in between, so that it leaves the processor to others. */
    private static final String DEAF = "while (true) { java.util.concurrent.locks.LockSupport.parkNanos(1000000); "
        + "Thread.interrupted(); }";
    private static final int ROUNDS = Integer.getInteger("boundary.rounds", 1);
    private static final Duration MEASURED = Duration.ofSeconds(2);
    private static final int GOOD_CALLERS = 4;
    private static final int BAD_PER_SECOND = 20;

    @TempDir
    Path home;

    private ScriptedUpstreams upstreams;
    private RunningGateway gateway;

    private void start(String lifecycle, Map<String, String> faults) throws Exception {
        upstreams = new ScriptedUpstreams();
        upstreams.configure(home);
        Files.writeString(home.resolve("etc/lifecycle.cfg.json"), lifecycle);
        var plugins = Files.createDirectories(home.resolve("plugins"));
        for (var fault : faults.entrySet()) {
            FaultyJar.write(plugins, fault.getKey(), fault.getValue());
        }
        gateway = RunningGateway.in(home);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstreams.close();
    }

    /** Nothing is quarantined here, so that the broken one is called to the end. */
    @Test
    void aProviderThatThrowsHangsOrRecursesHarmsNoOther() throws Exception {
        start("{\"callTimeout\": \"PT2S\", \"quarantineInRow\": 0, \"quarantineOf20\": 0}", FAULTS);
        measure();

        for (var fault : FAULTS.keySet().stream().sorted().toList()) {
            var ratios = new ArrayList<Double>();
            var longest = new ArrayList<Long>();
            for (int round = 0; round < ROUNDS; round++) {
                var alone = measure();
                var beside = measureBeside(fault);
                ratios.add((double) median(beside) / median(alone));
                longest.add(Collections.max(beside));
                System.out.printf(
                    "beside one that is %s, round %d: p50 %.1f ms alone, %.1f ms beside it; longest %.0f ms"
                        + " and %.0f ms; %d and %d calls%n",
                    fault, round + 1, median(alone) / 1e6, median(beside) / 1e6,
                    Collections.max(alone) / 1e6, Collections.max(beside) / 1e6, alone.size(), beside.size());
            }
            System.out.printf("beside one that is %s, median of %d rounds: p50 x %.2f, longest call %.0f ms%n", fault,
                ROUNDS, medianOf(ratios), medianOf(longest) / 1e6);
        }
    }

    private List<Long> measureBeside(String fault) throws Exception {
        var stop = new AtomicBoolean();
        var bad = Executors.newCachedThreadPool();
        var statuses = new ArrayList<Future<Integer>>();
        var pace = new Thread(() -> {
            while (!stop.get()) {
                statuses.add(bad.submit(() -> caller().chat(fault + "/" + fault, "hi", false).status()));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / BAD_PER_SECOND);
            }
        });
        pace.start();
        try {
            return measure();
        } finally {
            stop.set(true);
            pace.join();
            for (var status : statuses) {
                assertThat(status.get(60, TimeUnit.SECONDS)).as("what " + fault + " says").isEqualTo(502);
            }
            bad.shutdown();
        }
    }

    /** How long each call to the good provider took, in nanoseconds. */
    private List<Long> measure() throws Exception {
        long end = System.nanoTime() + MEASURED.toNanos();
        var callers = Executors.newFixedThreadPool(GOOD_CALLERS);
        var running = new ArrayList<Future<List<Long>>>();
        for (int i = 0; i < GOOD_CALLERS; i++) {
            running.add(callers.submit(() -> callUntil(end)));
        }
        callers.shutdown();
        var all = new ArrayList<Long>();
        for (var times : running) {
            all.addAll(times.get(60, TimeUnit.SECONDS));
        }
        return all;
    }

    private List<Long> callUntil(long end) throws Exception {
        var times = new ArrayList<Long>();
        var caller = caller();
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            var answer = caller.chat("up/gpt-x", "hi", false);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            times.add(System.nanoTime() - begun);
        }
        return times;
    }

    private static <T extends Comparable<T>> T medianOf(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long median(List<Long> values) {
        return medianOf(values);
    }

    @Test
    void oneThatKeepsFailingIsQuarantinedAndSaysSo() throws Exception {
        start("{}", Map.of("throwing", FAULTS.get("throwing")));

        for (int i = 0; i < 6; i++) {
            assertThat(caller().chat("throwing/throwing", "hi", false).status()).isEqualTo(502);
        }

        assertThat(caller().ready().body()).contains("\"ready\"", "provider.throwing@1.0.0", "quarantined",
            "NoClassDefFoundError: acme/Missing");
        assertThat(caller().chat("up/gpt-x", "hi", false).status()).isEqualTo(200);
    }

    @Test
    void theClientOfACallThatNeverComesBackIsToldAndReadinessNamesIt() throws Exception {
        start("{\"callTimeout\": \"PT3S\"}", Map.of("deaf", DEAF));

        var whole = caller().chat("deaf/deaf", "hi", false);
        var stream = caller().chat("deaf/deaf", "hi", true);

        assertThat(whole.status()).isEqualTo(504);
        assertThat(whole.body()).contains("the provider's adapter did not come back");
        assertThat(stream.body()).contains("the provider's adapter did not come back");
        assertThat(caller().ready().status()).isEqualTo(200);
        assertThat(caller().ready().body()).contains("provider.deaf@1.0.0", "is stuck: 2 calls have not come back");
        assertThat(caller().chat("up/gpt-x", "hi", false).status()).isEqualTo(200);
    }

    private Caller caller() {
        return new Caller(gateway.address(), gateway.key());
    }
}
