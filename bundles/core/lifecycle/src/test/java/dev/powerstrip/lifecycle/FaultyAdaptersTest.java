package dev.powerstrip.lifecycle;

import static dev.powerstrip.lifecycle.TestFramework.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import dev.powerstrip.line.PluginAdmin.Steps;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a canary with the shipped thresholds catches, at 20 requests a second: a minute at 5 %, a minute at 25 %. The whole
 * table: {@code -Dtest=FaultyAdaptersTest -Dcanary.table=whole}, with {@code -Dcanary.seed=N} for other traffic.
 */
class FaultyAdaptersTest {

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final Duration NEVER_BY_ITSELF = Duration.ofHours(1);
    private static final String NEWER = "2.0.0";
    /** Not one of those that the thresholds were chosen with, which are below 1000. */
    private static final long SEED = Long.getLong("canary.seed", 52_000);

    private static final List<Fault> FAULTS = List.of(
        new Fault("errors", "a share of 500s", new int[] {20, 50, 200}, new int[3]),
        new Fault("slow", "a slower first token", new int[] {1000, 1000, 1000}, new int[] {100, 300, 1000}),
        new Fault("cut", "cut streams", new int[] {10, 50, 200}, new int[3]),
        new Fault("usage", "doubled usage", new int[] {100, 500, 1000}, new int[3]),
        new Fault("tools", "lost tool-call deltas", new int[] {100, 500, 1000}, new int[3]),
        new Fault("garbage", "garbage JSON", new int[] {10, 50, 200}, new int[3]),
        new Fault("activate", "throws in activate", new int[] {1000, 1000, 1000}, new int[3]),
        new Fault("later", "throws later", new int[] {100, 500, 1000}, new int[] {100, 50, 10}),
        new Fault("hangs", "hangs", new int[] {10, 30, 200}, new int[3]),
        new Fault("threads", "leaks threads", new int[] {30, 200, 1000}, new int[3]),
        new Fault("loops", "busy loop", new int[] {10, 30, 200}, new int[3]),
        new Fault("allocates", "huge allocation", new int[] {10, 50, 200}, new int[3]));

    @TempDir
    private Path folder;
    @AutoClose
    private TestFramework framework;

    /** @param permille of the requests, and @param amount of whatever it is, at three severities */
    private record Fault(String kind, String name, int[] permille, int[] amount) {}

    private record Caught(String by, int harmed, Duration after) {}

    @BeforeEach
    void aSoundAdapterServesAndAnotherOneIsTaken() throws Exception {
        framework = new TestFramework(folder);
        FaultyAdapter.asks(any -> "none 0 0");
        FaultyAdapter.plugin("1.0.0").write(framework.plugins().resolve("sound.jar"));
        framework.start();
        eventually(() -> framework.states("provider.faulty").equals(List.of("current")));
        var jar = FaultyAdapter.plugin(NEWER).write(folder.resolve("newer.jar"));
        try (var bytes = Files.newInputStream(jar)) {
            framework.admin().add("newer.jar", bytes, steps(0));
        }
        framework.admin().rollback("provider.faulty", "each test begins a trial of its own");
    }

    @Test
    void mostFaultsAreCaughtAtTheMiddleSeverity() throws Exception {
        var missed = new ArrayList<String>();
        long seed = SEED;
        for (var fault : FAULTS) {
            if (row(fault, 1, seed++).isEmpty()) {
                missed.add(fault.name());
            }
        }

        assertThat(missed).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aSoundAdapterIsNotTakenBack() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(swap("none", 0, 150, SEED + 100 + i)).isEmpty();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "canary.table", matches = "whole")
    void theWholeTable() throws Exception {
        long seed = SEED + 1000;
        int caught = 0;
        for (int severity = 0; severity < 3; severity++) {
            for (var fault : FAULTS) {
                caught += row(fault, severity, seed++).isPresent() && severity == 1 ? 1 : 0;
            }
        }
        var alarms = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            swap("none", 0, 150, seed++).ifPresent(alarm -> alarms.add(alarm.by()));
        }
        System.out.printf("sound swaps taken back: %d of 50 %s%n", alarms.size(), alarms);

        assertThat(alarms).isEmpty();
        assertThat(caught).isGreaterThanOrEqualTo(10);
    }

    private Optional<Caught> row(Fault fault, int severity, long seed) throws Exception {
        var caught = swap(fault.kind(), fault.permille()[severity], fault.amount()[severity], seed);
        System.out.println(String.format(Locale.ROOT, "%-22s %-7s %s", fault.name(),
            List.of("low", "middle", "high").get(severity),
            caught.map(how -> String.format(Locale.ROOT, "after %3d harmed requests, %5.1f s: %s", how.harmed(),
                how.after().toMillis() / 1000.0, how.by().replaceFirst("^(is|was) taken back: ", "")))
                .orElse("missed")));
        return caught;
    }

    /** Tries the newer one out until it is taken back, or for two minutes; then everything is as before. */
    private Optional<Caught> swap(String kind, int permille, int amount, long seed) throws Exception {
        var traffic = new Traffic(framework.pluginsService(), seed);
        traffic.fault(kind, permille, amount);
        try {
            return run(traffic);
        } finally {
            traffic.fault("none", 0, 0);
            traffic.end();
            endTrial();
        }
    }

    private Optional<Caught> run(Traffic traffic) throws Exception {
        try {
            framework.admin().canary("provider.faulty", NEWER, steps(5));
        } catch (GatewayException refused) {
            return Optional.of(new Caught(refused.getMessage(), 0, Duration.ZERO));
        }
        boolean more = false;
        while (traffic.time().compareTo(STEP.multipliedBy(2)) < 0) {
            traffic.next();
            var breach = breach();
            if (breach.isPresent()) {
                return Optional.of(new Caught(breach.get(), traffic.harmed(), traffic.time()));
            }
            if (!more && traffic.time().compareTo(STEP) >= 0) {
                more = true;
                framework.admin().canary("provider.faulty", NEWER, steps(25));
            }
        }
        return Optional.empty();
    }

    private static Steps steps(int percent) {
        return new Steps(List.of(percent), NEVER_BY_ITSELF);
    }

    /** Why it is or was taken back. */
    private Optional<String> breach() {
        var trial = revisions().stream().flatMap(revision -> revision.trial().stream()).findFirst();
        if (trial.isEmpty()) {
            return revisions().stream().filter(revision -> revision.version().equals(NEWER))
                .flatMap(revision -> revision.reason().stream()).findFirst();
        }
        return trial.map(status -> status.next()).filter(next -> next.startsWith("is taken back"));
    }

    private List<RevisionStatus> revisions() {
        return framework.status("provider.faulty").orElseThrow().revisions();
    }

    private void endTrial() throws Exception {
        if (breach().isEmpty() && revisions().stream().anyMatch(revision -> revision.trial().isPresent())) {
            framework.admin().rollback("provider.faulty", "the test goes on");
        }
        eventually(() -> framework.states("provider.faulty").stream().noneMatch("canary"::equals));
    }
}
