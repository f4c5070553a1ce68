package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vendors that are described, not programmed: those that ship, and one that an integrator packs outside this build. */
class NoCodeProvidersIT {

    private static final Path VENDORS = Path.of(System.getProperty("powerstrip.vendors"));
    private static final Path EXAMPLE = Path.of(System.getProperty("powerstrip.example.vendor"));

    @TempDir
    Path home;
    @TempDir
    Path work;

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        Files.createDirectories(home.resolve("etc"));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void thoseThatShipAreOffAndSayWhichVariableIsMissing() throws Exception {
        try (var gateway = RunningGateway.in(home)) {
            var off = off(gateway);

            for (var vendor : vendors()) {
                var descriptor = json(vendor.resolve("provider.json"));
                var wanted = descriptor.has("baseUrl") ? descriptor.get("credential").getAsString()
                    : descriptor.get("baseUrlExample").getAsString();
                assertThat(off.get("provider." + vendor.getFileName())).as(vendor.toString()).contains(wanted);
            }
        }
    }

    @Test
    void everyOneThatShipsAnswersStreamedAndNotAndAgainAfterARestart() throws Exception {
        for (var vendor : vendors()) {
            script(vendor);
            configure(vendor.getFileName().toString());
        }
        for (int run = 0; run < 2; run++) {
            try (var gateway = RunningGateway.in(home)) {
                for (var vendor : vendors()) {
                    assertAnswers(gateway, vendor);
                }
            }
        }
    }

    @Test
    void oneThatIsPackedOutsideTheBuildAnswersAsSoonAsItsJarIsDroppedIn() throws Exception {
        var folder = copied(EXAMPLE);
        script(folder);
        configure("zephyr");
        try (var gateway = RunningGateway.in(home)) {
            assertThat(run("plugin", "pack", folder.toString(), "--output", work.resolve("jars").toString()))
                .contains("provider.zephyr.jar");

            Files.copy(work.resolve("jars/provider.zephyr.jar"), home.resolve("plugins/provider.zephyr.jar"));

            awaitServed(gateway, "zephyr/breeze-1");
            assertAnswers(gateway, folder);
        }
    }

    @Test
    void oneOfWhichOnlyACopyIsLeftServesAgainForWhoIsPinnedToItAndAfterARollback() throws Exception {
        var folder = copied(EXAMPLE);
        script(folder);
        configure("zephyr");
        try (var gateway = RunningGateway.in(home)) {
            var caller = new Caller(gateway.address(), gateway.managementKey());
            for (var version : List.of("1.0.0", "1.1.0")) {
                run("plugin", "pack", folder.toString(), "--output", work.resolve("jars").toString(), "--version",
                    version);
                assertThat(run("plugin", "add", work.resolve("jars/provider.zephyr.jar").toString(), "--home",
                    gateway.home().toString())).contains("current").contains(version);
            }

            var pinned = caller.post("keys", "{\"name\":\"pinned\",\"pins\":[\"provider.zephyr@1.0.0\"]}",
                gateway.managementKey());
            assertThat(pinned.status()).as(pinned.body()).isLessThan(300);
            assertThat(states(caller)).containsExactly("1.1.0 current", "1.0.0 pinned");
            var answer = caller.post("chat/completions",
                "{\"model\":\"zephyr/breeze-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                JsonParser.parseString(pinned.body()).getAsJsonObject().get("key").getAsString());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);

            run("plugin", "rollback", "provider.zephyr", "--home", gateway.home().toString());

            assertThat(states(caller)).contains("1.0.0 current", "1.1.0 failed");
            assertAnswers(gateway, folder);
        }
    }

    private static List<String> states(Caller caller) throws Exception {
        var plugin = JsonParser.parseString(caller.get("admin/plugins/provider.zephyr").body()).getAsJsonObject()
            .getAsJsonObject("data");
        return StreamSupport.stream(plugin.getAsJsonArray("revisions").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(revision -> !revision.get("state").getAsString().equals("draining"))
            .map(revision -> revision.get("version").getAsString() + " " + revision.get("state").getAsString())
            .toList();
    }

    @Test
    void oneThatIsWrongIsRefusedByItsField() throws Exception {
        var folder = copied(EXAMPLE);
        var descriptor = folder.resolve("provider.json");
        Files.writeString(descriptor, Files.readString(descriptor).replace("\"rename\"", "\"renam\""));
        configure("zephyr");
        try (var gateway = RunningGateway.in(home)) {
            run("plugin", "pack", folder.toString(), "--output", work.resolve("jars").toString());

            var said = run("plugin", "add", work.resolve("jars/provider.zephyr.jar").toString(), "--home",
                gateway.home().toString());

            assertThat(said).contains("provider.json that cannot be used: request.renam is not known");
        }
    }

    private static List<Path> vendors() throws IOException {
        try (var folders = Files.list(VENDORS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("provider.json"))).sorted().toList();
        }
    }

    /** The upstream answers below a path of the vendor's name, as its golden files have it. */
    private void script(Path vendor) throws IOException {
        var id = vendor.getFileName().toString();
        var golden = vendor.resolve("golden/openai.chat");
        upstream.when(
            request -> request.path().startsWith("/" + id + "/") && request.text().contains("\"stream\":true"),
            Reply.stream().text(Files.readString(golden.resolve("streamed/upstream-answer.sse"))));
        upstream.when(request -> request.path().startsWith("/" + id + "/"),
            Reply.json(Files.readString(golden.resolve("whole/upstream-answer.json"))));
    }

    private void configure(String id) throws IOException {
        Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(id)), """
            {"baseUrl": "%s/%s", "apiKey": "sk-%s", "allowUnlisted": true}""".formatted(upstream.baseUri(), id, id));
    }

    private static void assertAnswers(RunningGateway gateway, Path vendor) throws Exception {
        var caller = new Caller(gateway.address(), gateway.key());
        var model = vendor.getFileName() + "/"
            + json(vendor.resolve("golden/endpoint.json")).get("native").getAsString();

        var whole = caller.chat(model, "hi", false);
        var streamed = caller.chat(model, "hi", true);

        assertThat(whole.status()).as(model + ": " + whole.body()).isEqualTo(200);
        var choice = JsonParser.parseString(whole.body()).getAsJsonObject().getAsJsonArray("choices").get(0)
            .getAsJsonObject();
        assertThat(choice.getAsJsonObject("message").get("content").getAsString()).isEqualTo("Grüß Gott!");
        assertThat(choice.get("finish_reason").getAsString()).isEqualTo("stop");
        assertThat(streamed.body()).as(model).contains("Grüß").contains(" Gott!").contains("\"prompt_tokens\":24")
            .endsWith("data: [DONE]\n\n");
    }

    private static void awaitServed(RunningGateway gateway, String model) throws Exception {
        var caller = new Caller(gateway.address(), gateway.key());
        Eventually.get(() -> caller.chat(model, "hi", false).status(), status -> status == 200, model + " is served");
    }

    private static Map<String, String> off(RunningGateway gateway) throws Exception {
        var answer = new Caller(gateway.address(), gateway.managementKey()).get("admin/plugins").body();
        return StreamSupport
            .stream(JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("data").spliterator(), false)
            .map(JsonElement::getAsJsonObject).filter(plugin -> plugin.has("off"))
            .collect(Collectors.toMap(plugin -> plugin.get("id").getAsString(),
                plugin -> plugin.get("off").getAsString()));
    }

    private Path copied(Path folder) throws IOException {
        var copy = work.resolve(folder.getFileName());
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file).toString()));
            }
        }
        return copy;
    }

    /** What {@code bin/powerstrip} prints, wherever it prints it. */
    private static String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
            List.of(RunningGateway.distribution().resolve("bin/powerstrip").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), UTF_8);
        } finally {
            process.waitFor();
        }
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
