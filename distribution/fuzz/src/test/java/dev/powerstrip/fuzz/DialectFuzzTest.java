package dev.powerstrip.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a client asks and an upstream answers: a dialect and the adapters behind it answer it or refuse it, soon, and keep
 * nothing of it. Each dialect has a Java of its own for Jazzer, with a heap in which nothing may pile up.
 */
@Execution(ExecutionMode.CONCURRENT)
class DialectFuzzTest {

    private static final int SECONDS = Integer.getInteger("fuzz.seconds");
    /** What it takes to load and prepare the classes and to try the corpus. */
    private static final int SECONDS_TO_START = 20;
    private static final int SEED = 20260101;
    /** A guard against one that never ends, wide enough for a busy machine that loads classes with the first. */
    private static final int SECONDS_FOR_ONE = 300;
    private static final Pattern RUNS = Pattern.compile("(?m)^Done (\\d+) runs");
    private static final Path CORPUS = Path.of(System.getProperty("fuzz.corpus"));
    private static final Path WORK = Path.of(System.getProperty("fuzz.work"));

    @ParameterizedTest
    @EnumSource(Client.class)
    void nothingThatComesIsMoreThanADialectCanSay(Client client) throws Exception {
        var name = client.name().toLowerCase(Locale.ROOT);
        var work = Files.createDirectories(WORK.resolve(name));
        Files.createDirectories(work.resolve("corpus"));
        var log = work.resolve("log");

        var fuzzer = new ProcessBuilder(command(name, work)).redirectErrorStream(true).redirectOutput(log.toFile())
            .start();
        try {
            assertThat(fuzzer.waitFor(SECONDS + 3 * SECONDS_FOR_ONE, TimeUnit.SECONDS)).as("ends: see %s", log)
                .isTrue();
        } finally {
            fuzzer.destroyForcibly();
        }

        var said = Files.readString(log, UTF_8);
        assertThat(fuzzer.exitValue()).as("%s%nThe input is in %s", end(said), work).isZero();
        var runs = RUNS.matcher(said);
        assertThat(runs.find()).as(end(said)).isTrue();
        System.out.printf("%s: %s inputs in %d s, nothing found%n", name, runs.group(1), SECONDS);
    }

    private static List<String> command(String name, Path work) throws IOException {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + Target.class.getName(), "--target_args=" + name,
            "--instrumentation_includes=dev.powerstrip.sdk.**:dev.powerstrip.dialect.**:dev.powerstrip.provider.**:"
                + "dev.powerstrip.translation.**",
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*", "--reproducer_path=" + work,
            "-artifact_prefix=" + work + "/", "-seed=" + SEED, "-max_len=20000",
            "-timeout=" + SECONDS_FOR_ONE, "-max_total_time=" + (SECONDS_TO_START + SECONDS), "-print_final_stats=1",
            "-dict=" + CORPUS.resolve("words.dict"), work.resolve("corpus").toString(), CORPUS.resolve(name).toString(),
            CORPUS.resolve("answers").toString());
    }

    /** The finding stands at the end, before what the fuzzer says about itself. */
    private static String end(String said) {
        int finding = said.indexOf("== Java Exception");
        return finding >= 0 ? said.substring(finding) : said.substring(Math.max(0, said.length() - 4000));
    }
}
