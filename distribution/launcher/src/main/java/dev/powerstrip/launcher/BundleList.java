package dev.powerstrip.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bundles that are started with the framework: those that {@code lib/bundles.list} names, then every other jar
 * beside it, such as a database driver that the operator put there.
 */
record BundleList(List<Entry> entries) {

    private static final Pattern LINE = Pattern.compile("([1-4])\\s+(\\S+\\.jar)");
    private static final int LEVEL_OF_LIBRARIES = 2;

    /** A bundle and the start level at which it is started. */
    record Entry(int level, Path jar) {}

    static BundleList of(Path lib) throws IOException, RefusedException {
        var entries = new ArrayList<Entry>();
        for (var line : Files.readAllLines(lib.resolve("bundles.list"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                entries.add(entry(line.strip(), lib));
            }
        }
        var listed = new HashSet<Path>();
        entries.forEach(entry -> listed.add(entry.jar()));
        jars(lib).stream().filter(jar -> !listed.contains(jar))
            .forEach(jar -> entries.add(new Entry(LEVEL_OF_LIBRARIES, jar)));
        return new BundleList(List.copyOf(entries));
    }

    private static Entry entry(String line, Path lib) throws RefusedException {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new RefusedException(
                "%s: \"%s\" is not a start level from 1 to 4 and a jar".formatted(lib.resolve("bundles.list"), line));
        }
        var jar = lib.resolve(matcher.group(2));
        if (!Files.isRegularFile(jar)) {
            throw new RefusedException("%s is missing: the installation is damaged, unpack it again".formatted(jar));
        }
        return new Entry(Integer.parseInt(matcher.group(1)), jar);
    }

    private static List<Path> jars(Path lib) throws IOException {
        try (var files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
