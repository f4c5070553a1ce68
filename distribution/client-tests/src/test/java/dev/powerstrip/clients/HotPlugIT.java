package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Gate;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's jar of {@code plugins-sdk/example-provider} comes, changes and goes while calls run. */
class HotPlugIT {

    private static final int STREAMS = 200;
    private static final String CONFIGURATION = "provider.acme.cfg.json";

    @TempDir
    Path home;

    private ScriptedUpstreams others;
    private FakeUpstream acme;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        others = new ScriptedUpstreams();
        others.configure(home);
        acme = new FakeUpstream();
        configure("PT1M");
        gateway = RunningGateway.in(home);
    }

    @AfterEach
    void stop() {
        gateway.close();
        acme.close();
        others.close();
    }

    @Test
    void servesTheFirstRequestThatIsRoutedToADroppedInProviderAndDisturbsNoOther() throws Exception {
        acme.always(Reply.json(talk("\"says\":\"Hello\",\"over\":\"end\",\"tokens\":{\"read\":3,\"said\":1}")));
        var stop = new AtomicBoolean();
        var calls = new AtomicInteger();
        var running = Executors.newFixedThreadPool(4);
        var failures = new ArrayList<Future<?>>();
        for (int i = 0; i < 4; i++) {
            failures.add(running.submit(() -> callOthersUntil(stop, calls)));
        }

        dropIn();
        long dropped = System.nanoTime();
        var answer = firstRouted();
        System.out.printf("first answer of the dropped-in provider %d ms after the copy%n",
            Duration.ofNanos(System.nanoTime() - dropped).toMillis());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        stop.set(true);
        for (var failure : failures) {
            failure.get(60, TimeUnit.SECONDS);
        }
        assertThat(calls.get()).isPositive();
        running.shutdown();
    }

    @Test
    void losesNoneOfTwoHundredStreamsWhenTheJarIsRemoved() throws Exception {
        var gate = heldBack();
        dropIn();
        firstRouted();
        var streams = begin(STREAMS);

        Files.delete(home.resolve("plugins/acme.jar"));
        await(() -> state().equals(List.of("draining")));
        gate.open();

        assertWhole(streams);
        await(() -> state().isEmpty());
        assertThat(caller().chat("acme/acme-1", "hi", true).status()).isEqualTo(400);
    }

    @Test
    void losesNoneOfTwoHundredStreamsWhenItsConfigurationChanges() throws Exception {
        var gate = heldBack();
        dropIn();
        firstRouted();
        var streams = begin(STREAMS);

        configure("PT2M");
        await(() -> state().contains("draining") && state().contains("current"));
        gate.open();

        assertWhole(streams);
        await(() -> state().equals(List.of("current")));
        assertThat(caller().chat("acme/acme-1", "hi", true).status()).isEqualTo(200);
    }

    private void configure(String idleTimeout) throws IOException {
        var unfinished = Files.writeString(home.resolve("etc/." + CONFIGURATION), """
            {"baseUrl": "%s/v1", "apiKey": "acme-key", "idleTimeout": "%s"}""".formatted(acme.baseUri(), idleTimeout));
        Files.move(unfinished, home.resolve("etc/" + CONFIGURATION), StandardCopyOption.REPLACE_EXISTING);
    }

    private void dropIn() throws IOException {
        try (var jars = Files.list(Path.of(System.getProperty("powerstrip.example")))) {
            var jar
                = jars.filter(file -> file.getFileName().toString().matches("com\\.acme\\.powerstrip-[0-9.]+\\.jar"))
                    .findFirst().orElseThrow();
            Files.copy(jar, home.resolve("plugins/acme.jar"));
        }
    }

    /** The first stream passes at once, so that the provider is known to serve; later ones wait in their middle. */
    private Gate heldBack() {
        var gate = new Gate();
        acme.answer(Reply.events(talk("\"says\":\"first\",\"over\":\"end\",\"tokens\":{\"read\":3,\"said\":1}")));
        acme.always(Reply.stream().event(talk("\"says\":\"Hello, \"")).pause(gate).event(talk("\"says\":\"wörld\""))
            .event(talk("\"over\":\"end\",\"tokens\":{\"read\":3,\"said\":2}")));
        return gate;
    }

    private static String talk(String more) {
        return "{\"talk\":\"t-1\",\"engine\":\"acme-1\",\"at\":1700000000," + more + "}";
    }

    /** The first answer that is not "no such model". */
    private Caller.Answer firstRouted() throws Exception {
        while (true) {
            var answer = caller().chat("acme/acme-1", "hi", true);
            if (answer.status() != 400) {
                return answer;
            }
        }
    }

    private List<Future<Caller.Answer>> begin(int count) {
        int before = acme.requests().size();
        var callers = Executors.newFixedThreadPool(count);
        var streams = new ArrayList<Future<Caller.Answer>>();
        for (int i = 0; i < count; i++) {
            streams.add(callers.submit(() -> caller().chat("acme/acme-1", "hi", true)));
        }
        callers.shutdown();
        for (int i = 0; i < before + count; i++) {
            acme.take();
        }
        return streams;
    }

    private static void assertWhole(List<Future<Caller.Answer>> streams) throws Exception {
        for (var stream : streams) {
            var answer = stream.get(60, TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("Hello, ").contains("wörld").endsWith("data: [DONE]\n\n");
        }
    }

    private Void callOthersUntil(AtomicBoolean stop, AtomicInteger calls) throws Exception {
        while (!stop.get()) {
            var answer = caller().chat("up/gpt-x", "hi", false);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            calls.incrementAndGet();
        }
        return null;
    }

    private Caller caller() {
        return new Caller(gateway.address(), gateway.key());
    }

    private List<String> state() throws Exception {
        return revisions().map(revisions -> StreamSupport.stream(revisions.spliterator(), false)
            .map(revision -> revision.getAsJsonObject().get("state").getAsString()).toList()).orElse(List.of());
    }

    private Optional<Iterable<JsonElement>> revisions() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.address() + "/api/v1/admin/plugins"))
            .header("Authorization", "Bearer " + gateway.managementKey()).build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
        return StreamSupport
            .stream(JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("data").spliterator(), false)
            .map(JsonElement::getAsJsonObject).filter(plugin -> plugin.get("id").getAsString().equals("provider.acme"))
            .<Iterable<JsonElement>>map(plugin -> plugin.getAsJsonArray("revisions")).findFirst();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Eventually.get(condition, holds -> holds, "it came about in time");
    }
}
