package dev.powerstrip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Processor time as Linux counts it: of a process with all its threads, and of the whole machine. */
final class ProcessorTime {

    /** The kernel's unit in these files: a hundredth of a second. */
    private static final long TICK_NANOS = 10_000_000;
    /** Fields of a stat file, counted from behind the name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessorTime() {}

    /** User and system time of a process, its threads that have ended among them. */
    static long ofProcess(long pid) {
        var stat = read("/proc/%d/stat".formatted(pid));
        return (ticks(stat, USER) + ticks(stat, SYSTEM)) * TICK_NANOS;
    }

    /** Of this, what the JVM's compilers used. A compiler thread that has ended is not among them. */
    static long ofCompilers(long pid) {
        return ofThreads(pid).entrySet().stream().filter(group -> group.getKey().matches("C[12] Compiler.*"))
            .mapToLong(Map.Entry::getValue).sum();
    }

    /** What the living threads have used, those together whose names differ in digits only: user and system. */
    static Map<String, Long> ofThreads(long pid) {
        var times = new HashMap<String, Long>();
        try (var threads = Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
            for (var thread : threads) {
                var stat = readThread(thread);
                if (!stat.isEmpty()) {
                    var name = group(stat);
                    times.merge(name + ", user", ticks(stat, USER) * TICK_NANOS, Long::sum);
                    times.merge(name + ", system", ticks(stat, SYSTEM) * TICK_NANOS, Long::sum);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return times;
    }

    /** What its file says, or nothing if it has ended meanwhile. */
    private static String readThread(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException ended) {
            return "";
        }
    }

    private static String group(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("(?<=-)\\d+", "N");
    }

    private static long ticks(String stat, int field) {
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field]);
    }

    static long ofThisProcess() {
        return ofProcess(ProcessHandle.current().pid());
    }

    /** What all processes together have used, interrupts left out. */
    static long ofMachine() {
        var cpu = read("/proc/stat").lines().findFirst().orElseThrow().split(" +");
        return (Long.parseLong(cpu[1]) + Long.parseLong(cpu[2]) + Long.parseLong(cpu[3])) * TICK_NANOS;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
