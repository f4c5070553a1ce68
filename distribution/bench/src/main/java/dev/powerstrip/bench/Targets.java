package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.powerstrip.bench.Target.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the targets before one mock upstream on one JDK, and ends them. */
final class Targets implements AutoCloseable {

    private static final String GATEWAY_READY = "Powerstrip ready on ";

    private final Path jdk;
    private final Path distribution;
    private final int upstreamPort;
    private final Path home = Files.createTempDirectory("powerstrip-bench");
    private final List<Target> started = new ArrayList<>();

    Targets(Path jdk, Path distribution, int upstreamPort) throws IOException {
        this.jdk = jdk;
        this.distribution = distribution;
        this.upstreamPort = upstreamPort;
    }

    Path home() {
        return home;
    }

    /** In the order asked for; the gateway is started first, because the proxy gets its options. */
    List<Target> start(List<Kind> kinds) throws IOException, InterruptedException {
        if (kinds.contains(Kind.GATEWAY)) {
            gateway(Child::pinned);
        }
        if (kinds.contains(Kind.PROXY)) {
            started.add(proxy());
        }
        if (kinds.contains(Kind.DIRECT)) {
            started.add(new Target(Kind.DIRECT, upstreamPort, "none", Optional.empty()));
        }
        return started.stream().sorted(Comparator.comparing(Target::kind)).toList();
    }

    /** How a process is started. */
    interface Starter {

        Child start(List<String> command, Map<String, String> environment) throws IOException;
    }

    Target gateway(Starter starter) throws IOException, InterruptedException {
        var etc = Files.createDirectories(home.resolve("etc"));
        Files.writeString(etc.resolve("provider.compatible~up.cfg.json"), """
            {"baseUrl": "http://127.0.0.1:%d/v1", "models": [%s], "maxConnections": 4096}
            """.formatted(upstreamPort, models()));
        var process = starter.start(List.of(distribution.resolve("bin/powerstrip").toString(), "run", "--port", "0",
            "--host", "127.0.0.1", "--home", home.toString()),
            Map.of("POWERSTRIP_JAVA", jdk.resolve("bin/java").toString()));
        try {
            var ready = process.await(GATEWAY_READY);
            var key = Files.readString(home.resolve("data/local-key"), UTF_8).strip();
            var gateway = new Target(Kind.GATEWAY, URI.create(ready.substring(0, ready.indexOf(' '))).getPort(), key,
                Optional.of(process));
            started.add(gateway);
            return gateway;
        } catch (IOException | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }

    private static String models() {
        return Stream.concat(Payload.models().stream(), Stream.of(StreamScript.SHORT.model()))
            .map("\"%s\""::formatted).collect(Collectors.joining(", "));
    }

    private Target proxy() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        for (var gateway : started) {
            command.addAll(gateway.process().orElseThrow().javaOptions());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"),
            JettyProxy.class.getName(), Integer.toString(upstreamPort)));
        System.out.println("proxy: " + String.join(" ", command.subList(0, command.size() - 4)));
        var process = Child.pinned(command, Map.of());
        try {
            return new Target(Kind.PROXY, Integer.parseInt(process.await(JettyProxy.READY)), "none",
                Optional.of(process));
        } catch (IOException | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }

    /** Whether the sink wrote what it was to: else not everything was on. */
    boolean sinkHasWritten() throws IOException {
        var calls = home.resolve("log/calls.jsonl");
        return Files.exists(calls) && Files.size(calls) > 0;
    }

    @Override
    public void close() throws IOException {
        started.forEach(Target::close);
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
