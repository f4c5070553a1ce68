package dev.powerstrip.cli;

import com.google.gson.JsonObject;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Installation;
import dev.powerstrip.launcher.Launcher;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import dev.powerstrip.launcher.RunOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Running the gateway, in the foreground and in the background. */
final class ProcessVerbs {

    private static final Option NOW = new Option("--now", "", "do not wait for running requests");
    private static final long START_SECONDS = 90;
    private static final long LOOK_MILLIS = 50;
    private static final long STOP_SECONDS = 60;

    static final List<Verb> ALL = List.of(
        new Verb("run", "", "Runs the gateway in the foreground until it gets TERM or INT", RunOptions.ALL,
            ProcessVerbs::run),
        new Verb("start", "", "Runs the gateway in the background and returns once it is ready", RunOptions.ALL,
            ProcessVerbs::start),
        new Verb("stop", "", "Lets running requests finish and ends the gateway", List.of(HomeFolder.OPTION, NOW),
            ProcessVerbs::stop),
        new Verb("status", "", "Says whether the gateway runs and can serve; exits with 0 only then",
            List.of(HomeFolder.OPTION, Output.JSON), ProcessVerbs::status));

    private ProcessVerbs() {}

    private static int run(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        return new Launcher(RunOptions.of(arguments, terminal.environment()), terminal.out(), terminal.errors()).run();
    }

    private static int start(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var options = RunOptions.of(arguments, terminal.environment());
        var home = options.home();
        var running = home.process();
        if (running.isPresent()) {
            throw new RefusedException("it runs already, as process %d".formatted(running.get().pid()));
        }
        home.create();
        home.withdrawAddress();
        var output = home.log().resolve("console.log");
        var process = new ProcessBuilder(command(options)).redirectErrorStream(true)
            .redirectInput(new File("/dev/null")).redirectOutput(output.toFile()).start();
        var address = awaitAddress(home, process, output);
        terminal.out().printf("Powerstrip ready on %s as process %d; it writes to %s%n", address, process.pid(),
            output);
        return 0;
    }

    /** {@code nohup}, so that it outlives the terminal. */
    private static List<String> command(RunOptions options) {
        var command = new ArrayList<>(List.of("nohup", Installation.current().script().toString(), "run"));
        command.addAll(options.arguments());
        return command;
    }

    private static URI awaitAddress(HomeFolder home, Process process, Path output)
        throws IOException, RefusedException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new RefusedException(
                    "it did not start; it said:%n%s".formatted(Files.readString(output).strip()));
            }
            var address = home.address();
            if (address.isPresent()) {
                return address.get();
            }
        }
        throw new RefusedException("it runs as process %d but is not ready; see %s".formatted(process.pid(), output));
    }

    private static int stop(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var home = HomeFolder.chosen(arguments, terminal.environment());
        var process = home.process().orElseThrow(() -> new RefusedException("nothing runs with the home " + home));
        process.destroy();
        if (arguments.has(NOW)) {
            process.destroyForcibly();
        }
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stays) {
            throw new RefusedException("process %d has not ended within %d s; --now ends it at once"
                .formatted(process.pid(), STOP_SECONDS), stays);
        }
        terminal.out().printf("Powerstrip has ended (process %d)%n", process.pid());
        return 0;
    }

    private static int status(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var home = HomeFolder.chosen(arguments, terminal.environment());
        var status = new JsonObject();
        status.addProperty("home", home.toString());
        var process = home.process();
        process.ifPresent(running -> status.addProperty("pid", running.pid()));
        var address = process.isPresent() ? home.address() : Optional.<URI>empty();
        address.ifPresent(uri -> status.addProperty("address", uri.toString()));
        var problem = address.isPresent() ? Api.of(arguments, terminal).readiness()
            : Optional.of(process.isPresent() ? "it is starting or ending" : "nothing runs with this home");
        status.addProperty("ready", problem.isEmpty());
        problem.ifPresent(why -> status.addProperty("reason", why));
        if (arguments.has(Output.JSON)) {
            terminal.out().println(status);
        } else {
            status.entrySet()
                .forEach(entry -> terminal.out().printf("%-8s %s%n", entry.getKey(), entry.getValue().getAsString()));
        }
        return problem.isEmpty() ? 0 : 1;
    }
}
