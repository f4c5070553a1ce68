package dev.powerstrip.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Says on what the figures were taken. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        var processor = Files.readString(Path.of("/proc/cpuinfo")).lines().filter(line -> line.startsWith("model name"))
            .findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown processor");
        var processors = Files.readString(Path.of("/proc/cpuinfo")).lines()
            .filter(line -> line.startsWith("processor")).count();
        return "%s, %d processors, %s %s; load and upstream on %s".formatted(processor, processors,
            System.getProperty("os.name"), System.getProperty("os.version"),
            System.getProperty("java.runtime.version"));
    }

    /** What a JDK calls itself. */
    static String describe(Path jdk) throws IOException {
        var process = new ProcessBuilder(jdk.resolve("bin/java").toString(), "--version").redirectErrorStream(true)
            .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).findFirst()
            .orElseThrow(() -> new IOException("%s is no JDK".formatted(jdk)));
    }

    /** Its number, such as 17. */
    static int feature(Path jdk) throws IOException {
        var release = new Properties();
        try (var file = Files.newBufferedReader(jdk.resolve("release"))) {
            release.load(file);
        }
        return Runtime.Version.parse(release.getProperty("JAVA_VERSION").replace("\"", "")).feature();
    }
}
