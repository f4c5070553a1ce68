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
    private static final Path GOLDEN = Path.of("src", "test", "golden");
    private static final Path TESTS = Path.of("src", "test", "java");

    /** The adapter by which each part of the shared translation is judged. */
    private static final Map<String, String> TRANSLATIONS
        = Map.of("anthropic", "messages", "gemini", "generate", "openai", "responses");

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

    /** The names of those with golden files, which are translators. */
    static List<String> translators(Path root) throws IOException {
        try (var folders = Files.list(root.resolve("bundles").resolve("provider"))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve(MAIN))
                && Files.isDirectory(folder.resolve(GOLDEN))).map(folder -> folder.getFileName().toString()).sorted()
                .toList();
        }
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
            copies.put(bug.id(), compiled(roots(source), Map.of(source, bug.seeded(Files.readString(source))),
                work.resolve(bug.id())));
        }
        return judged(copies, work);
    }

    /** @throws IllegalArgumentException with what the compiler says, if the adapter cannot be compiled with that bug */
    void check(Bug bug) throws IOException {
        var source = root.resolve(bug.source());
        compiler.check(Compiler.source(source, bug.seeded(Files.readString(source))), libraries, roots(source));
    }

    private List<Path> roots(Path source) {
        return List.copyOf(new TreeSet<>(List.of(folder.resolve(MAIN), sourceRoot(source))));
    }

    /** What becomes of each change that PIT makes to the adapter, and to the shared translation that it is the judge of. */
    Mutants mutants(Path work) throws IOException {
        var name = folder.getFileName().toString();
        var changed = new ArrayList<>(List.of("dev.powerstrip.provider.%s.*".formatted(name)));
        var roots = new ArrayList<>(List.of(folder.resolve(MAIN)));
        if (TRANSLATIONS.containsKey(name)) {
            changed.add("dev.powerstrip.translation.%s.*".formatted(TRANSLATIONS.get(name)));
            changed.add("~dev\\.powerstrip\\.translation\\.[^.]*");
            roots.add(folder.resolveSibling("translation").resolve(MAIN));
        }
        var classes = compiled(roots, Map.of(), work.resolve("classes"));
        var mutants = Mutants.NONE;
        for (var tests : testFolders) {
            var place = Files.createDirectories(work.resolve(tests.getFileName()));
            var contracts = compiledTests(tests, classes, place);
            var run = new MutationRun(tests, contracts, List.of(classes, folder.resolve(RESOURCES), place), libraries);
            mutants = mutants.with(run.mutants(changed, roots, work.resolve("report-" + tests.getFileName())));
        }
        return mutants;
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
        var contracts = compiledTests(tests, copies.values().iterator().next(), work);
        var run = new ContractRun(tests, contracts, libraries);
        var places = new LinkedHashMap<String, List<Path>>();
        copies.forEach((id, classes) -> places.put(id, List.of(classes, folder.resolve(RESOURCES), work)));
        return run.failures(places, work);
    }

    /** The names of the contract tests among them. */
    private List<String> compiledTests(Path tests, Path classes, Path into) throws IOException {
        var sources = tests.resolve(TESTS);
        var objects = new ArrayList<JavaFileObject>();
        for (var file : Compiler.sources(sources)) {
            if (isContractTest(file) || !isTest(file)) {
                objects.add(Compiler.source(file, Files.readString(file)));
            }
        }
        var path = new ArrayList<>(List.of(classes));
        path.addAll(libraries);
        compiler.compile(objects, path, List.of(sources), into);
        return Compiler.sources(sources).stream().filter(Adapter::isContractTest).map(sources::relativize)
            .map(Adapter::className).toList();
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
