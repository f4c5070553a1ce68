package dev.powerstrip.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The contract tests have to find known bugs: some of them in every build, all of them by {@code -Dseeded.bugs=all}. */
class SeededBugsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<Path> LIBRARIES = Arrays
        .stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList();
    /** One of each sort of adapter. */
    private static final Set<String> SAMPLE = Set.of("anthropic-04", "bedrock-01", "openai-01");
    private static final int LEAST_KILLED = 90;
    private static final int AT_ONCE = 2;

    @TempDir
    Path work;

    @Test
    void listsAHundredBugsThatEachStandAtOnePlace() throws IOException {
        var bugs = bugs();

        assertThat(bugs).hasSize(100).extracting(Bug::id).doesNotHaveDuplicates();
        for (var bug : bugs) {
            var code = Files.readString(ROOT.resolve(bug.source()));
            assertThat(bug.seeded(code)).as(bug.id()).isNotEqualTo(code);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void findsASampleOfThem() throws Exception {
        var judged = judged(bugs().stream().filter(bug -> SAMPLE.contains(bug.id())).toList());

        assertThat(judged).hasSameSizeAs(SAMPLE).allSatisfy(one -> assertThat(one.verdict.killed()).as(one.bug.id())
            .isTrue());
    }

    @Test
    @DisabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void letsAnUnbrokenAdapterPass() throws IOException {
        assertThat(adapter("example-provider").unbroken(work)).isEqualTo(Verdict.survived());
    }

    @Test
    @EnabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void letsEveryUnbrokenAdapterPass() throws Exception {
        var adapters = new TreeSet<>(bugs().stream().map(Bug::adapter).toList());

        for (var adapter : adapters) {
            assertThat(adapter(adapter).unbroken(Files.createDirectory(work.resolve(adapter)))).as(adapter)
                .isEqualTo(Verdict.survived());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void findsNinetyOfAHundred() throws Exception {
        var judged = judged(bugs());

        long killed = judged.stream().filter(one -> one.verdict.killed()).count();
        var table = judged.stream().map(Judged::row)
            .collect(Collectors.joining("", "", "%d of %d bugs are found%n".formatted(killed, judged.size())));
        System.out.print(table);
        Files.writeString(Path.of("target", "seeded-bugs.txt"), table);
        assertThat(killed).isGreaterThanOrEqualTo(LEAST_KILLED);
    }

    private static List<Bug> bugs() throws IOException {
        return Bug.in(Path.of("bugs.json"));
    }

    private static Adapter adapter(String name) {
        return Adapter.of(name, ROOT, LIBRARIES);
    }

    private List<Judged> judged(List<Bug> bugs) throws Exception {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var verdicts = threads.invokeAll(bugs.stream().<Callable<Verdict>>map(bug -> () -> adapter(bug.adapter())
                .with(bug, Files.createDirectory(work.resolve(bug.id())))).toList());
            var judged = new java.util.ArrayList<Judged>();
            for (int i = 0; i < bugs.size(); i++) {
                judged.add(new Judged(bugs.get(i), verdicts.get(i).get()));
            }
            return judged;
        } finally {
            threads.shutdownNow();
        }
    }

    private record Judged(Bug bug, Verdict verdict) {

        String row() {
            return "%-14s %-40s %s%n".formatted(bug.id(), bug.kind(), verdict.killed()
                ? "found by " + verdict.by().lines().findFirst().orElse("") : "NOT FOUND: " + bug.sentence());
        }
    }
}
