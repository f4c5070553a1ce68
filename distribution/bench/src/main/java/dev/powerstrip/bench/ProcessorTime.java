package dev.powerstrip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time as Linux counts it: of a process with all its threads, and of the whole machine. */
final class ProcessorTime {

    /** The kernel's unit in these files: a hundredth of a second. */
    private static final long TICK_NANOS = 10_000_000;

    private ProcessorTime() {}

    /** User and system time of a process, its threads that have ended among them. */
    static long ofProcess(long pid) {
        return userAndSystem(read("/proc/%d/stat".formatted(pid)));
    }

    /** Of this, what the JVM's compilers used. A compiler thread that has ended is not among them. */
    static long ofCompilers(long pid) {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
            for (var thread : threads) {
                var stat = readThread(thread);
                if (stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler")) {
                    sum += userAndSystem(stat);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return sum;
    }

    /** What its file says, or nothing if it has ended meanwhile. */
    private static String readThread(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException ended) {
            return "";
        }
    }

    private static long userAndSystem(String stat) {
        var afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) * TICK_NANOS;
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
