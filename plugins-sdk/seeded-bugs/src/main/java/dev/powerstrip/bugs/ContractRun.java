package dev.powerstrip.bugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs contract tests in a process of their own, where the golden files are and whatever a bug does ends with the process.
 *
 * @param folder where the tests expect to run
 * @param tests the names of their classes
 */
record ContractRun(Path folder, List<String> tests, List<Path> libraries) {

    private static final int LIMIT_IN_MINUTES = 240;
    /** So that a copy that fills the heap does so soon. */
    private static final String HEAP = "-Xmx1g";
    private static final Set<String> NO_FAILURE = Set.of(ContractTests.PASSED, ContractTests.UNENDED);

    /**
     * The first failure of each copy that has one.
     *
     * @param copies the classes of a copy by its name, in the order in which they are looked through
     * @param work where the process's files go
     */
    Map<String, String> failures(Map<String, List<Path>> copies, Path work) throws IOException {
        var jobs = work.resolve("copies.txt");
        Files.writeString(jobs, copies.entrySet().stream()
            .map(copy -> copy.getKey() + "\t" + Compiler.joined(copy.getValue()) + "\n").collect(Collectors.joining()));
        var verdicts = run(jobs, work.resolve("verdicts.txt"));
        var failures = new LinkedHashMap<String, String>();
        for (var name : copies.keySet()) {
            if (!verdicts.containsKey(name)) {
                throw new IOException("the contract tests of %s came to no end with %s: %s".formatted(folder, name,
                    Files.readString(work.resolve("verdicts.txt"))));
            }
            if (!NO_FAILURE.contains(verdicts.get(name))) {
                failures.put(name, verdicts.get(name));
            }
        }
        return failures;
    }

    private Map<String, String> run(Path jobs, Path output) throws IOException {
        var command
            = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp",
                Compiler.joined(libraries), ContractTests.class.getName(), jobs.toString()));
        command.addAll(tests);
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        try {
            process.waitFor(LIMIT_IN_MINUTES, TimeUnit.MINUTES);
            return Files.readAllLines(output).stream().map(line -> line.split("\t", 2)).filter(line -> line.length == 2)
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (first, second) -> first));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while contract tests ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
