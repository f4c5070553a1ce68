package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Mutations;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests and upstream answers that nobody expects, the same in every run: no client is told that the gateway failed, the
 * next one is served, and nothing is kept.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsIT {

    private static final int TIMES = 60;
    private static final long SEED = 20260101;
    private static final String CHUNK = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":";
    private static final String CHAT = CHUNK + "{\"role\":\"assistant\",\"content\":\"Hel\"}}]}\n\n" + CHUNK
        + "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\","
        + "\"arguments\":\"{}\"}}]}}]}\n\n" + CHUNK + "{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
    private static final String MESSAGES = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":3}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}}

        event: message_stop
        data: {"type":"message_stop"}

        """;
    private static final String GENERATE = """
        data: {"candidates":[{"content":{"parts":[{"text":"Hel"},{"functionCall":{"name":"f","args":{"a":1}}}],"role":\
        "model"},"index":0,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}

        """;

    @TempDir
    static Path home;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeUpstream upstream;
    private RunningGateway gateway;

    /** What clients of each form ask, of the model that is put in. */
    private enum Asked {
        CHAT("/v1/chat/completions", """
            {"model":"MODEL","stream":true,"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":\
            "text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}],"tools":[{"type":\
            "function","function":{"name":"f","parameters":{"type":"object"}}}],"provider":{"sort":"price"}}"""), //
        RESPONSES("/v1/responses",
            """
            {"model":"MODEL","stream":true,"store":true,"instructions":"s","input":[{"type":"message","role":"user",\
            "content":[{"type":"input_text","text":"Hi"}]},{"type":"function_call","name":"f","arguments":"{}","call_id":\
            "c"},{"type":"function_call_output","call_id":"c","output":"o"}],"tools":[{"type":"custom","name":"g"}]}"""), //
        MESSAGES("/v1/messages", """
            {"model":"MODEL","stream":true,"max_tokens":9000,"system":[{"type":"text","text":"s"}],"thinking":{"type":\
            "enabled","budget_tokens":2000},"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{\
            "type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result",\
            "tool_use_id":"t","content":"o"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}"""), //
        GENERATE("/v1beta/models/MODEL:streamGenerateContent?alt=sse", """
            {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":\
            "model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{\
            "name":"f","response":{"a":1}}}]}],"generationConfig":{"maxOutputTokens":9,"stopSequences":["x"]}}""");

        private final String path;
        private final String body;

        Asked(String path, String body) {
            this.path = path;
            this.body = body;
        }
    }

    /** What an upstream of each form answers. */
    private enum Told {
        CHAT("up/gpt-x", MalformedRequestsIT.CHAT), //
        MESSAGES("anthropic/claude-sonnet-4.5", MalformedRequestsIT.MESSAGES), //
        GENERATE("google/gemini-2.5-flash", MalformedRequestsIT.GENERATE);

        private final String model;
        private final String events;

        Told(String model, String events) {
            this.model = model;
            this.events = events;
        }
    }

    @BeforeAll
    void start() throws Exception {
        upstream = new FakeUpstream();
        Files.createDirectories(home.resolve("etc"));
        provide("anthropic", "/v1", "");
        provide("gemini", "/v1beta", "");
        provide("compatible~up", "/v1", ", \"models\": [\"gpt-x\"]");
        gateway = RunningGateway.in(home);
    }

    private void provide(String name, String path, String more) throws IOException {
        Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(name)),
            "{\"baseUrl\": \"%s\", \"apiKey\": \"k\"%s}".formatted(upstream.baseUri() + path, more));
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource
    void aMalformedRequestIsAnsweredOrRefused(Asked asked) throws Exception {
        var random = new Random(SEED);
        var mutations = new Mutations(random::nextInt);
        for (int i = 0; i < TIMES; i++) {
            var told = Told.values()[i % Told.values().length];
            upstream.always(events(told.events.getBytes(StandardCharsets.UTF_8)));
            var body = mutations.of(asked.body.replace("MODEL", told.model).getBytes(StandardCharsets.UTF_8),
                1 + random.nextInt(3));

            var answer = ask(asked.path.replace("MODEL", told.model), body);

            assertThat(answer.statusCode()).as("request %d is told: %s", i, answer.body()).isNotEqualTo(500);
        }
    }

    static Stream<List<Object>> pairs() {
        return Stream.of(Asked.values()).flatMap(asked -> Stream.of(Told.values()).map(told -> List.of(asked, told)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aMalformedAnswerIsTheUpstreamsFault(List<Object> pair) throws Exception {
        var asked = (Asked) pair.get(0);
        var told = (Told) pair.get(1);
        var random = new Random(SEED);
        var mutations = new Mutations(random::nextInt);
        for (int i = 0; i < TIMES / 3; i++) {
            upstream.always(events(mutations.of(told.events.getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(3))));

            var answer = ask(asked.path.replace("MODEL", told.model),
                asked.body.replace("MODEL", told.model).getBytes(StandardCharsets.UTF_8));

            assertThat(answer.statusCode()).as("answer %d is told: %s", i, answer.body()).isNotEqualTo(500);
            assertThat(answer.body()).doesNotContain("Internal Server Error");
        }
    }

    private static Reply events(byte[] events) {
        return Reply.chunked(200, "text/event-stream").bytes(events);
    }

    /** The next request is served, and everything that was borrowed is back. */
    @AfterEach
    void goesOnAndKeepsNothing() throws Exception {
        var caller = new Caller(gateway.address(), gateway.key());
        assertThat(caller.chat("echo/echo", "still there", false).body()).contains("still there");
        Eventually.get(this::leased, List::isEmpty, "nothing is leased any more");
        assertThat(caller.ready().status()).isEqualTo(200);
        assertThat(caller.ready().body()).doesNotContain("stuck", "quarantined");
    }

    private List<String> leased() throws IOException, InterruptedException {
        var leased = new ArrayList<String>();
        var plugins = new Caller(gateway.address(), gateway.managementKey()).get("admin/plugins").json();
        for (var plugin : plugins.getAsJsonArray("data").asList().stream().map(JsonElement::getAsJsonObject).toList()) {
            for (var revision : plugin.getAsJsonArray("revisions")) {
                if (revision.getAsJsonObject().get("leases").getAsInt() > 0) {
                    leased.add(plugin.get("id").getAsString());
                }
            }
        }
        return leased;
    }

    private HttpResponse<String> ask(String path, byte[] body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(gateway.address().resolve(path)).timeout(Duration.ofMinutes(2))
            .header("Authorization", "Bearer " + gateway.key()).header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }
}
