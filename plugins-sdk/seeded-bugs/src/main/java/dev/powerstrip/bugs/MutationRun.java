package dev.powerstrip.bugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.pitest.mutationtest.commandline.MutationCoverageReport;

/**
 * Runs PIT with contract tests alone, in a process of its own where the golden files are.
 *
 * @param folder where the tests expect to run
 * @param tests the names of their classes
 * @param code what is changed, first of all; then its resources and the tests
 */
record MutationRun(Path folder, List<String> tests, List<Path> code, List<Path> libraries) {

    private static final int LIMIT_IN_HOURS = 6;
    /** Beside a quarter more than a test took; so much that a busy machine is not taken for a change without end. */
    private static final int PATIENCE_IN_MILLISECONDS = 10_000;

    /** PIT starts a process for every few changes. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /**
     * What becomes of each change.
     *
     * @param changed the patterns of the classes that are changed
     * @param sources where they were compiled from
     */
    Mutants mutants(List<String> changed, List<Path> sources, Path report) throws IOException {
        var path = new ArrayList<>(code);
        path.addAll(libraries);
        var output = Files.createDirectories(report).resolve("output.txt");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            Compiler.joined(path), MutationCoverageReport.class.getName(),
            "--targetClasses", String.join(",", changed),
            "--mutableCodePaths", code.get(0).toString(),
            "--targetTests", String.join(",", tests),
            "--sourceDirs", sources.stream().map(Path::toString).collect(Collectors.joining(",")),
            "--reportDir", report.toString(),
            "--outputFormats", "XML",
            "--timestampedReports=false",
            "--threads", "1",
            "--jvmArgs", SHORT_LIVED,
            "--timeoutConst", Integer.toString(PATIENCE_IN_MILLISECONDS))
            .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            boolean ended = process.waitFor(LIMIT_IN_HOURS, TimeUnit.HOURS);
            if (!ended || process.exitValue() != 0) {
                throw new IOException("PIT did not come to an end with %s: %s".formatted(folder,
                    Files.readString(output)));
            }
            return Mutants.in(report.resolve("mutations.xml"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PIT ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
