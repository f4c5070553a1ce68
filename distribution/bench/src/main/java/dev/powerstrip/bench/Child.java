package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A target's process; it ends with the bench, whatever happens to that. */
final class Child implements AutoCloseable {

    private static final long STARTS_WITHIN_SECONDS = 120;
    private static final long ENDS_WITHIN_SECONDS = 15;
    private static final int CORE = 0;

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final Thread killer = new Thread(this::kill, "kill-child");

    /** @param environment all of it, except for PATH */
    Child(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(killer);
        var reader = new Thread(this::readOutput, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** On a core of its own. */
    static Child pinned(List<String> command, Map<String, String> environment) throws IOException {
        var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(CORE)));
        pinned.addAll(command);
        return new Child(pinned, environment);
    }

    private void readOutput() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException broken) {
            // Closing the process closes its output; before that it is worth telling.
            output.add("the output broke off: " + broken.getMessage());
        }
    }

    /** Waits for a line that begins so and returns the rest of it. */
    String await(String beginning) throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTS_WITHIN_SECONDS);
        while (process.isAlive() || !output.isEmpty()) {
            var line = output.poll(1, TimeUnit.SECONDS);
            if (line != null && line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            if (line != null) {
                said.add(line);
            }
            if (System.nanoTime() > deadline) {
                break;
            }
        }
        throw new IOException("it did not print \"%s\" within %d s or before it ended; it said:%n%s"
            .formatted(beginning, STARTS_WITHIN_SECONDS, String.join(System.lineSeparator(), said)));
    }

    long cpuNanos() {
        return all().mapToLong(each -> ProcessorTime.ofProcess(each.pid())).sum();
    }

    long compilerNanos() {
        return all().mapToLong(each -> ProcessorTime.ofCompilers(each.pid())).sum();
    }

    /** The Java process: what was started, or what that started. */
    long javaPid() {
        return all().filter(each -> each.info().command().orElse("").endsWith("/java")).findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no Java process")).pid();
    }

    /** The options with which its Java was started, without those that name a class path, a property or an archive. */
    List<String> javaOptions() throws IOException {
        return Stream.of(Files.readString(Path.of("/proc/%d/cmdline".formatted(javaPid()))).split("\0")).skip(1)
            .takeWhile(argument -> argument.startsWith("-"))
            .filter(option -> option.startsWith("-X"))
            .filter(option -> !option.matches("-Xshare.*|-Xlog.*|.*(Shared|Archive|AOT).*"))
            .toList();
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        kill();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
