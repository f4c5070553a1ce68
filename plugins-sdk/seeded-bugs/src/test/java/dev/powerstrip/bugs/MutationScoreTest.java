package dev.powerstrip.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many of PIT's changes to the translators the contract tests alone find: {@code -Dmutation.score=all}, or the names of
 * some adapters.
 */
@EnabledIfSystemProperty(named = "mutation.score", matches = ".+")
class MutationScoreTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<Path> LIBRARIES = Arrays
        .stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
        .toList();
    private static final int AT_ONCE = 2;

    @TempDir
    Path work;

    @Test
    void printsWhatTheContractTestsFind() throws Exception {
        var mutants = mutants(adapters());

        System.out.print(mutants.table());
        Files.writeString(Path.of("target", "mutation-score.txt"),
            mutants.table() + System.lineSeparator() + mutants.survivors());
        assertThat(mutants.size()).isPositive();
    }

    private static List<String> adapters() throws IOException {
        var names = System.getProperty("mutation.score");
        return names.equals("all") ? Adapter.translators(ROOT) : List.of(names.split(","));
    }

    private Mutants mutants(List<String> names) throws Exception {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var mutants = Mutants.NONE;
            for (var some : threads.invokeAll(names.stream().map(this::changing).toList())) {
                mutants = mutants.with(some.get());
            }
            return mutants;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Mutants> changing(String name) {
        return () -> Adapter.of(name, ROOT, LIBRARIES).mutants(Files.createDirectories(work.resolve(name)));
    }
}
