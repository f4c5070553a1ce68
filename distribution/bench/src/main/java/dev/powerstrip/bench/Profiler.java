package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordingFile;

/** Lets a target's own flight recorder look on while it is under load. */
final class Profiler {

    /** From this JDK on the recorder can sample by processor time, also in native code. */
    private static final int CPU_TIME_SINCE = 25;

    private final Path jdk;
    private final long pid;
    private final Path folder;

    /** @param folder where the recordings are left, for who wants to look closer */
    Profiler(Path jdk, long pid, Path folder) {
        this.jdk = jdk;
        this.pid = pid;
        this.folder = folder;
    }

    /** Has the recorder look on from now on, because what it changes in the code has to be compiled anew. */
    void begin() throws IOException, InterruptedException {
        record("whole");
    }

    /** Says where the time went during the action. */
    String profile(String name, String title, Callable<?> action) throws Exception {
        var file = Files.createDirectories(folder).resolve(name + ".jfr").toAbsolutePath();
        record("cell");
        var before = ProcessorTime.ofThreads(pid);
        action.call();
        var threads = new HashMap<String, Double>();
        ProcessorTime.ofThreads(pid)
            .forEach((thread, time) -> threads.put(thread, Math.max(0.0, time - before.getOrDefault(thread, 0L))));
        tell(List.of("JFR.stop", "name=cell", "filename=" + file));
        var hotspots = new Hotspots();
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                hotspots.add(recording.readEvent());
            }
        }
        return hotspots.describe(title, threads) + "\nthe recording: " + file;
    }

    private void record(String name) throws IOException, InterruptedException {
        var order = new ArrayList<>(List.of("JFR.start", "name=" + name, "settings=profile", "maxsize=100m"));
        if (Machine.feature(jdk) >= CPU_TIME_SINCE) {
            order.addAll(List.of("jdk.CPUTimeSample#enabled=true", "jdk.CPUTimeSample#throttle=1000/s"));
        }
        tell(order);
    }

    private void tell(List<String> order) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(jdk.resolve("bin/jcmd").toString(), Long.toString(pid)));
        command.addAll(order);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s was refused: %s".formatted(String.join(" ", command), answer));
        }
    }
}
