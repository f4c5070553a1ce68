package dev.powerstrip.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The product as an operator meets it: a script, its output, signals, exit codes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunIT {

    private static final Path SCRIPT
        = Path.of(System.getProperty("powerstrip.distribution")).resolve("bin/powerstrip");

    @TempDir
    Path home;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws Exception {
        exitCode("stop", "--now");
        started.forEach(ProcessHandle::destroyForcibly);
        started.forEach(process -> process.onExit().join());
    }

    @Test
    void saysThatItIsReadyWhichProvidersAreOnAndWhatToTryAndEndsWithZero() throws Exception {
        var process = powerstrip("run", "--port", "0");
        var output = process.inputReader();

        assertThat(awaitLine(output, "Powerstrip ready on "))
            .matches("Powerstrip ready on http://127\\.0\\.0\\.1:\\d+ in \\d+ ms");
        assertThat(awaitLine(output, "echo")).contains("on");
        assertThat(awaitLine(output, "curl ")).contains("/api/v1/chat/completions");

        process.destroy();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void refusesAHomeThatIsInUse() throws Exception {
        var first = powerstrip("run", "--port", "0");
        awaitLine(first.inputReader(), "Powerstrip ready on ");

        var second = powerstrip("run", "--port", "0");

        assertThat(awaitLine(second.inputReader(), "in use")).contains(home.toString())
            .contains("process " + first.pid());
        assertThat(second.waitFor()).isOne();
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void runsInTheBackgroundUntilItIsStopped() throws Exception {
        assertThat(exitCode("status")).isOne();

        assertThat(exitCode("start", "--port", "0")).isZero();
        assertThat(exitCode("status")).isZero();
        assertThat(exitCode("doctor")).isZero();
        assertThat(exitCode("start", "--port", "0")).isOne();
        assertThat(output("chat", "echo/echo", "Hello")).contains("Hello");
        assertThat(output("models")).contains("echo/echo");
        assertThat(output("plugin", "list")).contains("provider.echo");
        assertThat(output("key", "create", "laptop")).contains("sk-ps-");
        assertThat(output("key", "list")).contains("laptop");

        assertThat(exitCode("stop")).isZero();
        assertThat(exitCode("status")).isOne();
        assertThat(exitCode("stop")).isOne();
    }

    private String output(String... words) throws IOException, InterruptedException {
        var process = powerstrip(words);
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).describedAs(text).isZero();
        return text;
    }

    private int exitCode(String... words) throws IOException, InterruptedException {
        var process = powerstrip(words);
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** In an environment of its own, on the Java that the tests run on. */
    private Process powerstrip(String... words) throws IOException {
        var command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("POWERSTRIP_JAVA", System.getProperty("java.home"));
        builder.environment().put("POWERSTRIP_HOME", home.toString());
        var process = builder.start();
        started.add(process.toHandle());
        return process;
    }

    private static String awaitLine(BufferedReader output, String text) throws IOException {
        var said = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("it ended without saying \"%s\": %s".formatted(text, said));
    }
}
