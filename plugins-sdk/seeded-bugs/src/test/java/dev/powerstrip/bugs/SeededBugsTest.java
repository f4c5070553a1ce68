package dev.powerstrip.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract tests have to find known bugs: some of them in every build, all of them by {@code -Dseeded.bugs=all}, and
 * those that are named by {@code -Dseeded.bugs=cohere-02,gemini-01}.
 */
class SeededBugsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<Path> LIBRARIES = Arrays
        .stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
        .toList();
    /** Without being told otherwise a translation, another wire form, and the SDK's own reading. */
    private static final String[] SAMPLE
        = System.getProperty("seeded.bugs", "cohere-01,bedrock-01,openai-02").split(",");
    private static final int LEAST_FOUND = 90;
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
    void listsBugsThatCompile() throws IOException {
        var all = new SoftAssertions();
        for (var bug : bugs()) {
            all.assertThatCode(() -> adapter(bug.adapter()).check(bug)).as(bug.id()).doesNotThrowAnyException();
        }
        all.assertAll();
    }

    @Test
    @DisabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void findsASampleOfThem() throws Exception {
        var bugs = bugs().stream().filter(bug -> List.of(SAMPLE).contains(bug.id())).toList();

        var found = found(bugs);

        bugs.forEach(bug -> System.out.print(row(bug, found)));
        assertThat(found).containsOnlyKeys(SAMPLE);
    }

    @Test
    void letsTheUnbrokenExamplePass() throws IOException {
        assertThat(adapter("example-provider").unbroken(work)).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void letsEveryUnbrokenAdapterPass() throws IOException {
        for (var adapter : new TreeSet<>(bugs().stream().map(Bug::adapter).toList())) {
            assertThat(adapter(adapter).unbroken(Files.createDirectory(work.resolve(adapter)))).as(adapter).isEmpty();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "seeded.bugs", matches = "all")
    void findsNinetyOfAHundred() throws Exception {
        var bugs = bugs();

        var found = found(bugs);

        var table = bugs.stream().map(bug -> row(bug, found))
            .collect(Collectors.joining("", "", "%d of %d bugs are found%n".formatted(found.size(), bugs.size())));
        System.out.print(table);
        Files.writeString(Path.of("target", "seeded-bugs.txt"), table);
        assertThat(found).hasSizeGreaterThanOrEqualTo(LEAST_FOUND);
    }

    private static String row(Bug bug, Map<String, String> found) {
        return "%-14s %-40s %s%n".formatted(bug.id(), bug.kind(), found.containsKey(bug.id())
            ? "found by " + found.get(bug.id()) : "NOT FOUND: " + bug.sentence());
    }

    private static List<Bug> bugs() throws IOException {
        return Bug.in(Path.of("bugs.json"));
    }

    private static Adapter adapter(String name) {
        return Adapter.of(name, ROOT, LIBRARIES);
    }

    private Map<String, String> found(List<Bug> bugs) throws Exception {
        var byAdapter = bugs.stream().collect(Collectors.groupingBy(Bug::adapter));
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var found = new HashMap<String, String>();
            for (var some : threads.invokeAll(byAdapter.entrySet().stream().map(this::search).toList())) {
                found.putAll(some.get());
            }
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Map<String, String>> search(Map.Entry<String, List<Bug>> bugs) {
        return () -> adapter(bugs.getKey()).found(bugs.getValue(),
            Files.createDirectory(work.resolve("broken-" + bugs.getKey())));
    }
}
