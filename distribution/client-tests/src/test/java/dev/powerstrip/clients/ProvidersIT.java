package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.testing.StreamForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Every native adapter answers through the running distribution: its golden files once more, with the gateway in
 * between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersIT {

    @TempDir
    static Path home;

    private final Map<Provider, FakeUpstream> upstreams = new EnumMap<>(Provider.class);
    private RunningGateway gateway;
    private Caller caller;

    /** The adapters, each with what its file in {@code etc} says beside the address, and how it streams. */
    enum Provider {
        OPENAI("\"apiKey\": \"key\""), //
        BEDROCK("\"apiKey\": \"AKID:secret\", \"region\": \"eu-central-1\"",
            new StreamForm("application/vnd.amazon.eventstream", ProvidersIT::amazonEvent)), //
        MISTRAL("\"apiKey\": \"key\""), //
        COHERE("\"apiKey\": \"key\""), //
        OLLAMA("\"contextLength\": 8192, \"keepAlive\": \"10m\"", StreamForm.jsonLines()), //
        AZURE("\"apiKey\": \"key\", \"apiVersion\": \"2024-10-21\""), //
        OPENROUTER("\"apiKey\": \"key\""), //
        CLOUDFLARE("\"apiKey\": \"key\", \"account\": \"0123456789abcdef0123456789abcdef\""), //
        REPLICATE("\"apiKey\": \"key\"");

        private final String settings;
        private final StreamForm streamForm;

        Provider(String settings) {
            this(settings, StreamForm.serverSentEvents());
        }

        Provider(String settings, StreamForm streamForm) {
            this.settings = settings;
            this.streamForm = streamForm;
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Path golden() {
            return Path.of(System.getProperty("powerstrip.bundles"), "provider", id(), "src/test/golden");
        }
    }

    @BeforeAll
    void start() throws Exception {
        Files.createDirectories(home.resolve("etc"));
        for (var provider : Provider.values()) {
            var upstream = new FakeUpstream();
            upstreams.put(provider, upstream);
            Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(provider.id())),
                "{\"baseUrl\": \"%s\", %s}".formatted(upstream.baseUri(), provider.settings));
        }
        predict(upstreams.get(Provider.REPLICATE));
        gateway = RunningGateway.in(home);
        caller = new Caller(gateway.address(), gateway.key());
    }

    /** A stream at Replicate is one of three calls: the prediction is made, listened to, and asked for its tokens. */
    private static void predict(FakeUpstream upstream) {
        upstream.when(request -> request.method().equals("POST") && request.text().contains("\"stream\":true"),
            Reply.json(201, "{\"id\":\"p1\",\"status\":\"starting\",\"urls\":{\"stream\":\"%s/stream/p1\"}}"
                .formatted(upstream.baseUri())));
        upstream.on("/predictions/p1", Reply.json("{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":[],"
            + "\"metrics\":{\"input_token_count\":12,\"output_token_count\":21}}"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstreams.values().forEach(FakeUpstream::close);
    }

    @TestFactory
    Stream<DynamicTest> answersThroughTheGateway() {
        return Stream.of(Provider.values()).flatMap(provider -> Stream
            .of("whole", "streamed", "tool-whole", "tool-streamed")
            .flatMap(name -> Stream.of("", "responses-only").map(provider.golden()::resolve)
                .map(golden -> golden.resolve("openai.chat").resolve(name)))
            .filter(Files::isDirectory)
            .map(exchange -> DynamicTest.dynamicTest(provider.id() + " " + provider.golden().relativize(exchange),
                () -> answers(provider, exchange))));
    }

    @TestFactory
    Stream<DynamicTest> embedsAndReranksThroughTheGateway() {
        var routes = Map.of("openai.embeddings", "embeddings", "openrouter.rerank", "rerank");
        return Stream.of(Provider.values()).flatMap(provider -> routes.keySet().stream().sorted()
            .map(form -> provider.golden().resolve(form).resolve("texts")).filter(Files::isDirectory)
            .map(exchange -> DynamicTest.dynamicTest(provider.id() + " " + exchange.getParent().getFileName(),
                () -> lists(provider, exchange, routes.get(exchange.getParent().getFileName().toString())))));
    }

    @Test
    void doctorHasAProviderAnswerLive() throws Exception {
        var upstream = upstreams.get(Provider.MISTRAL);
        var exchanges = Provider.MISTRAL.golden().resolve("openai.chat");
        upstream.answer(Reply.json(Files.readString(exchanges.resolve("whole/upstream-answer.json"))));
        upstream.answer(StreamForm.serverSentEvents()
            .reply(Files.readString(exchanges.resolve("streamed/upstream-answer.sse"))));
        upstream.answer(Reply.json(Files.readString(exchanges.resolve("tool-whole/upstream-answer.json"))));

        var said = new StringBuilder();
        int exitCode = gateway.command(said, "doctor", "--live", "mistral");

        assertThat(exitCode).as(said.toString()).isZero();
        assertThat(said).contains("asking mistral for mistralai/").contains("ok     whole: \"", " tokens, $", " ms")
            .contains("ok     streamed: \"", " pieces").contains("ok     tools: calls ")
            .doesNotContain(gateway.key(), gateway.managementKey());
        assertThat(upstream.take().text()).doesNotContain("\"stream\":true");
        assertThat(upstream.take().text()).contains("\"stream\":true");
        assertThat(upstream.take().text()).contains("\"tools\"");
    }

    private void lists(Provider provider, Path exchange, String route) throws Exception {
        var upstream = upstreams.get(provider);
        upstream.answer(Reply.json(Files.readString(exchange.resolve("upstream-answer.json"))));

        var answer = caller.post(route, from(provider, json(exchange.resolve("request.json"))).toString(),
            gateway.key());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(JsonParser.parseString(upstream.take().text()))
            .isEqualTo(json(exchange.resolve("upstream-request.json")));
        var list = route.equals("embeddings") ? "data" : "results";
        assertThat(answer.json().get(list)).isEqualTo(json(exchange.resolve("answer.json")).get(list));
        assertThat(answer.json().get("id").getAsString()).isEqualTo(answer.id());
        assertThat(Records.of(gateway).await(List.of(answer.id()))).contains(answer.id());
    }

    private void answers(Provider provider, Path exchange) throws Exception {
        var upstream = upstreams.get(provider);
        upstream.takeAll();
        var request = json(exchange.resolve("request.json"));
        boolean streamed = request.has("stream") && request.get("stream").getAsBoolean();
        upstream.answer(streamed ? provider.streamForm.reply(Files.readString(exchange.resolve("upstream-answer.sse")))
            : Reply.json(Files.readString(exchange.resolve("upstream-answer.json"))));

        var answer = caller.post(from(provider, request).toString());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(JsonParser.parseString(upstream.take().text()))
            .isEqualTo(json(exchange.resolve("upstream-request.json")));
        var heard = chunks(streamed ? "text/event-stream" : "application/json", answer.body(),
            UnaryOperator.identity());
        var expected = expected(streamed, Files.readString(exchange.resolve("answer.sse")));
        assertThat(text(heard)).isEqualTo(text(expected));
        assertThat(calls(heard)).isEqualTo(calls(expected));
        assertThat(last(heard)).isEqualTo(last(expected));
        assertThat(heard.get(heard.size() - 1).terminal()).isTrue();
    }

    /** Asked of this provider and no other that has the model. */
    private static JsonObject from(Provider provider, JsonObject request) {
        var only = new JsonArray();
        only.add(provider.id());
        var wish = new JsonObject();
        wish.add("only", only);
        request.add("provider", wish);
        return request;
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** A golden file has a whole answer as an event, too. */
    private static List<Chunk> expected(boolean streamed, String golden) {
        return chunks("text/event-stream", golden, frame -> new Frame(frame.event(), frame.data(), !streamed));
    }

    private static List<Chunk> chunks(String contentType, String body, UnaryOperator<Frame> seen) {
        var chunks = new ArrayList<Chunk>();
        var reader = AnswerReader.of(Form.OPENAI_CHAT);
        var framing = Framing.of(contentType);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        framing.feed(bytes, 0, bytes.length, frame -> reader.read(seen.apply(frame), chunks::add));
        framing.end(frame -> reader.read(seen.apply(frame), chunks::add));
        return chunks;
    }

    private static String text(List<Chunk> chunks) {
        return choices(chunks).map(message -> message.get("content"))
            .filter(value -> value != null && value.isJsonPrimitive()).map(value -> value.getAsString())
            .collect(Collectors.joining());
    }

    private static Stream<JsonObject> choices(List<Chunk> chunks) {
        return chunks.stream().filter(chunk -> !chunk.terminal() || chunk.whole())
            .flatMap(chunk -> chunk.json().get("choices").items().stream())
            .map(choice -> choice.get(choice.get("message").isPresent() ? "message" : "delta"))
            .map(message -> message.tree().getAsJsonObject());
    }

    private static List<String> calls(List<Chunk> chunks) {
        return choices(chunks).filter(message -> message.has("tool_calls"))
            .map(message -> message.get("tool_calls").toString()).toList();
    }

    private static String last(List<Chunk> chunks) {
        return chunks.stream().flatMap(chunk -> chunk.finish().stream()).reduce((first, later) -> later) + " "
            + chunks.stream().flatMap(chunk -> chunk.usage().stream()).reduce((first, later) -> later);
    }

    static byte[] amazonEvent(String event) {
        var headers = Map.of(":message-type", HeaderValue.fromString("event"), ":event-type",
            HeaderValue.fromString(StreamForm.name(event)));
        var bytes = new ByteArrayOutputStream();
        new Message(headers, StreamForm.data(event).getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return bytes.toByteArray();
    }
}
