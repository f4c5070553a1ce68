package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The assembled distribution, started as an operator starts it, in a process and a home of its own. */
final class RunningGateway implements AutoCloseable {

    private static final String READY = "Powerstrip ready on ";
    private static final long PATIENCE = 120;

    private final Path installation;
    private final Path home;
    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();
    private final URI address;

    private RunningGateway(Path installation, Path home, List<String> more) throws IOException, InterruptedException {
        this.installation = installation;
        this.home = home;
        var command = new ArrayList<>(List.of(installation.resolve("bin/powerstrip").toString(), "run", "--port", "0",
            "--home", home.toString()));
        command.addAll(more);
        this.process = start(command);
        var reader = new Thread(this::readOutput, "gateway-output");
        reader.setDaemon(true);
        reader.start();
        this.address = awaitReady();
    }

    /** Starts on a free port; files of the home may have been written before. */
    static RunningGateway in(Path home, String... more) throws IOException, InterruptedException {
        return new RunningGateway(distribution(), home, List.of(more));
    }

    /** The same of another installation. */
    static RunningGateway of(Path installation, Path home) throws IOException, InterruptedException {
        return new RunningGateway(installation, home, List.of());
    }

    private static Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        // The JDK that runs the test, so that one switch chooses both.
        builder.environment().put("POWERSTRIP_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
        return builder.start();
    }

    /** Runs {@code bin/powerstrip} beside it, with its home, and gathers what is said; the exit code. */
    int command(StringBuilder said, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(installation.resolve("bin/powerstrip").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        var verb = start(command);
        said.append(new String(verb.getInputStream().readAllBytes(), UTF_8));
        return verb.waitFor();
    }

    static Path distribution() {
        return Path.of(System.getProperty("powerstrip.distribution"));
    }

    private void readOutput() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add("the output broke off: " + e.getMessage());
        }
    }

    private URI awaitReady() throws InterruptedException {
        var line = await(READY);
        return URI.create(line.substring(READY.length(), line.indexOf(' ', READY.length())));
    }

    /** Waits until the gateway has printed a line with that text. */
    String await(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (true) {
            var line = output.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(
                    "\"%s\" was not printed within %d s; the gateway said:%n%s".formatted(text, PATIENCE,
                        String.join("\n", log)));
            }
            log.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
    }

    URI address() {
        return address;
    }

    Path home() {
        return home;
    }

    /** The inference key that the first start made. */
    String key() {
        return read("data/local-key");
    }

    String managementKey() {
        return read("data/management-key");
    }

    private String read(String file) {
        try {
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and waits. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
