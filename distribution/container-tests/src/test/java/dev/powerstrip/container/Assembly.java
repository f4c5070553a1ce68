package dev.powerstrip.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The unpacked distribution, as the build made it. */
final class Assembly {

    private Assembly() {}

    static Path folder() {
        return Path.of(System.getProperty("powerstrip.distribution")).normalize();
    }

    /** The bundles that are started with the framework. */
    static List<Started> started() throws IOException {
        return Files.readAllLines(folder().resolve("lib/bundles.list")).stream().map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#")).map(line -> line.split("\\s+"))
            .map(words -> new Started(Integer.parseInt(words[0]), folder().resolve("lib").resolve(words[1]))).toList();
    }

    static List<Path> jars(String subfolder) throws IOException {
        try (var files = Files.list(folder().resolve(subfolder))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    record Started(int level, Path jar) {}
}
