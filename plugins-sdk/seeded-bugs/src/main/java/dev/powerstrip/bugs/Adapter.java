package dev.powerstrip.bugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.tools.JavaFileObject;

/** An adapter as sources: copies of it are compiled, each with a bug, and judged by its own contract tests. Thread-safe. */
final class Adapter {

    private static final String TEST = "Test.java";
    private static final String CONTRACT_TEST = "ContractTest.java";
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path TESTS = Path.of("src", "test", "java");

    private final Path root;
    private final Path folder;
    private final List<Path> testFolders;
    private final List<Path> libraries;
    private final Compiler compiler = new Compiler();

    private Adapter(Path root, Path folder, List<Path> testFolders, List<Path> libraries) {
        this.root = root;
        this.folder = folder;
        this.testFolders = testFolders;
        this.libraries = libraries;
    }

    /**
     * The adapter of that name. The engine of the vendors without code is judged by them too.
     *
     * @param root of the repository
     * @param libraries what adapters and their tests need
     */
    static Adapter of(String name, Path root, List<Path> libraries) {
        var providers = root.resolve("bundles").resolve("provider");
        var sdk = root.resolve("plugins-sdk");
        var folder = name.startsWith("example-") ? sdk.resolve(name) : providers.resolve(name);
        return new Adapter(root, folder,
            name.equals("compatible") ? List.of(folder, providers.resolve("vendors")) : List.of(folder), libraries);
    }

    /** What fails of the adapter as it is; empty if nothing does. */
    String unbroken(Path work) throws IOException {
        var copies = Map.of("unbroken", compiled(List.of(folder.resolve(MAIN)), Map.of(), work.resolve("unbroken")));
        return judged(copies, work).getOrDefault("unbroken", "");
    }

    /** What found each of these bugs, by their ids; those that nothing found are not in it. */
    Map<String, String> found(List<Bug> bugs, Path work) throws IOException {
        var copies = new LinkedHashMap<String, Path>();
        for (var bug : bugs) {
            var source = root.resolve(bug.source());
            var roots = new TreeSet<>(List.of(folder.resolve(MAIN), sourceRoot(source)));
            copies.put(bug.id(), compiled(List.copyOf(roots),
                Map.of(source, bug.seeded(Files.readString(source))), work.resolve(bug.id())));
        }
        return judged(copies, work);
    }

    private static Path sourceRoot(Path source) {
        var place = source;
        while (!place.endsWith(MAIN)) {
            place = place.getParent();
        }
        return place;
    }

    private Path compiled(List<Path> roots, Map<Path, String> changed, Path into) throws IOException {
        var sources = new ArrayList<JavaFileObject>();
        for (var place : roots) {
            for (var file : Compiler.sources(place)) {
                sources
                    .add(Compiler.source(file, changed.containsKey(file) ? changed.get(file) : Files.readString(file)));
            }
        }
        compiler.compile(sources, libraries, List.of(), Files.createDirectories(into));
        return into;
    }

    private Map<String, String> judged(Map<String, Path> copies, Path work) throws IOException {
        var failures = new LinkedHashMap<String, String>();
        for (var tests : testFolders) {
            var open = new LinkedHashMap<>(copies);
            open.keySet().removeAll(failures.keySet());
            failures.putAll(
                judged(open, tests, Files.createDirectories(work.resolve("tests").resolve(tests.getFileName()))));
        }
        return failures;
    }

    private Map<String, String> judged(Map<String, Path> copies, Path tests, Path work) throws IOException {
        if (copies.isEmpty()) {
            return Map.of();
        }
        var sources = tests.resolve(TESTS);
        var contracts = Compiler.sources(sources).stream().filter(Adapter::isContractTest).toList();
        var objects = new ArrayList<JavaFileObject>();
        for (var file : Compiler.sources(sources)) {
            if (isContractTest(file) || !isTest(file)) {
                objects.add(Compiler.source(file, Files.readString(file)));
            }
        }
        var path = new ArrayList<>(List.of(copies.values().iterator().next()));
        path.addAll(libraries);
        compiler.compile(objects, path, List.of(sources), work);
        var run = new ContractRun(tests, contracts.stream().map(sources::relativize).map(Adapter::className).toList(),
            libraries);
        var places = new LinkedHashMap<String, List<Path>>();
        copies.forEach((id, classes) -> places.put(id, List.of(classes, folder.resolve(RESOURCES), work)));
        return run.failures(places, work);
    }

    private static boolean isContractTest(Path source) {
        return source.toString().endsWith(CONTRACT_TEST);
    }

    /** What is none helps the tests, and some contract tests know it by its name only. */
    private static boolean isTest(Path source) {
        return source.toString().endsWith(TEST);
    }

    private static String className(Path source) {
        var name = source.toString();
        return name.substring(0, name.length() - ".java".length()).replace(source.getFileSystem().getSeparator(), ".");
    }
}
