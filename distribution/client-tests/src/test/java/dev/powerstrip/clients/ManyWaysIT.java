package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.completions.CompletionCreateParams;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways of asking beyond an SDK's simplest: Claude Code's, text completions, packed bodies, web pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyWaysIT {

    private static final String CLAUDE = "anthropic/claude-sonnet-4.5";
    private static final String OTHER = "up/gpt-x";

    @TempDir
    static Path home;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ScriptedUpstreams upstreams;
    private RunningGateway gateway;

    @BeforeAll
    void start() throws Exception {
        upstreams = new ScriptedUpstreams();
        upstreams.configure(home);
        Files.writeString(home.resolve("etc/http.cfg.json"), "{\"allowedOrigins\": [\"https://app.example\"]}");
        gateway = RunningGateway.in(home);
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstreams.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLAUDE, OTHER})
    void claudeCodeReadsAToolCallWhoeverMakesIt(String model) throws Exception {
        var answer = asClaudeCode("messages?beta=true", claudeCodes(model));

        assertThat(answer.statusCode()).isEqualTo(200);
        var events = events(answer.body());
        assertThat(events.get(0).get("type").getAsString()).isEqualTo("message_start");
        assertThat(events.get(events.size() - 1).get("type").getAsString()).isEqualTo("message_stop");
        assertThat(events.stream().filter(event -> event.has("content_block"))
            .map(event -> event.getAsJsonObject("content_block"))).singleElement().satisfies(block -> {
                assertThat(block.get("type").getAsString()).isEqualTo("tool_use");
                assertThat(block.get("name").getAsString()).isEqualTo("weather");
            });
        assertThat(events.stream().filter(event -> event.get("type").getAsString().equals("content_block_delta"))
            .map(event -> event.getAsJsonObject("delta").get("partial_json").getAsString())
            .collect(Collectors.joining())).isEqualTo("{\"city\":\"Bern\"}");
        assertThat(events.stream().filter(event -> event.get("type").getAsString().equals("message_delta"))
            .map(event -> event.getAsJsonObject("delta").get("stop_reason").getAsString()))
            .containsExactly("tool_use");
    }

    @Test
    void claudeCodesBytesReachClaudeAsTheyAre() throws Exception {
        asClaudeCode("messages?beta=true", claudeCodes(CLAUDE));

        var received = last(upstreams.anthropic);
        assertThat(received.text()).matches(text -> claudeCodes("NATIVE")
            .equals(text.replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"NATIVE\"")), "the client's own bytes");
        assertThat(received.header("anthropic-beta")).contains("claude-code-20250219,interleaved-thinking-2025-05-14");
        assertThat(received.header("traceparent")).contains("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void claudeCodesTurnsAreToldToAnotherModelInItsOwnWords() throws Exception {
        asClaudeCode("messages?beta=true", claudeCodes(OTHER));

        var asked = JsonParser.parseString(last(upstreams.openai).text()).getAsJsonObject();
        var messages = asked.getAsJsonArray("messages");
        assertThat(roles(messages)).containsExactly("system", "user", "assistant", "tool", "tool");
        var said = messages.get(2).getAsJsonObject();
        assertThat(said.get("content").getAsString()).isEqualTo("I'll read it.");
        var call = said.getAsJsonArray("tool_calls").get(0).getAsJsonObject();
        assertThat(call.get("id").getAsString()).isEqualTo("toolu_01A09q90qw90lq917835lq9");
        assertThat(call.getAsJsonObject("function").get("arguments").getAsString())
            .isEqualTo("{\"file_path\":\"/project/a.txt\",\"limit\":1.0}");
        assertThat(messages.get(4).toString()).contains("Error: no such file");
        assertThat(asked.getAsJsonArray("tools")).hasSize(2);
        assertThat(asked.get("max_tokens").getAsInt()).isEqualTo(32000);
    }

    private static List<String> roles(JsonArray messages) {
        return messages.asList().stream().map(message -> message.getAsJsonObject().get("role").getAsString()).toList();
    }

    @Test
    void claudeCodeHasItsTokensCountedByAnthropicOrEstimated() throws Exception {
        var exact = asClaudeCode("messages/count_tokens?beta=true", claudeCodes(CLAUDE));
        var estimated = asClaudeCode("messages/count_tokens?beta=true", claudeCodes(OTHER));

        assertThat(exact.body()).isEqualTo("{\"input_tokens\":2095}");
        assertThat(JsonParser.parseString(estimated.body()).getAsJsonObject().get("estimated").getAsBoolean()).isTrue();
        assertThat(JsonParser.parseString(estimated.body()).getAsJsonObject().get("input_tokens").getAsInt())
            .isBetween(200, 1000);
    }

    @Test
    void textCompletionsAreAnsweredByAModelThatChats() {
        var openai = openai();
        var params = CompletionCreateParams.builder().model(OTHER).prompt("Once").maxTokens(50).build();

        var whole = openai.completions().create(params);
        var streamed = new StringBuilder();
        try (var stream = openai.completions().createStreaming(params)) {
            stream.stream().flatMap(piece -> piece.choices().stream()).forEach(piece -> streamed.append(piece.text()));
        }

        assertThat(whole.choices().get(0).text()).isEqualTo(ScriptedUpstreams.TEXT);
        assertThat(whole.usage()).hasValueSatisfying(
            usage -> assertThat(usage.promptTokens()).isEqualTo(ScriptedUpstreams.PROMPT_TOKENS));
        assertThat(streamed).hasToString(ScriptedUpstreams.TEXT);
    }

    private OpenAIClient openai() {
        return OpenAIOkHttpClient.builder().baseUrl(gateway.address() + "/v1").apiKey(gateway.key()).maxRetries(0)
            .build();
    }

    @Test
    void whatWentUpstreamIsShownToWhoWantsToSeeIt() throws Exception {
        var answer = send(request("chat/completions").header("X-Request-Id", "mine-1").POST(BodyPublishers.ofString("""
            {"model":"%s","stream":true,"messages":[{"role":"user","content":"Hi"}],"x":1.0,\
            "debug":{"echo_upstream_body":true}}""".formatted(OTHER))));

        var first = answer.body().lines().filter(line -> line.startsWith("data: {")).findFirst().orElseThrow();
        var shown = JsonParser.parseString(first.substring("data: ".length())).getAsJsonObject();
        assertThat(shown.getAsJsonArray("choices")).isEmpty();
        assertThat(shown.getAsJsonObject("debug").getAsJsonObject("echo_upstream_body"))
            .isEqualTo(JsonParser.parseString(last(upstreams.openai).text()));
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("mine-1");
        assertThat(answer.headers().firstValue("X-Generation-Id")).isPresent();
    }

    @Test
    void aPackedRequestIsUnpackedAndALargeListPacked() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}".formatted(OTHER)
                .getBytes(UTF_8));
        }

        var answer = send(request("chat/completions").header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
        var models = send(request("models").header("Accept-Encoding", "gzip").GET());

        assertThat(answer.body()).contains(ScriptedUpstreams.TEXT);
        assertThat(models.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @Test
    void aWebPageOfAnAllowedOriginMayAsk() throws Exception {
        try (var socket = new Socket(gateway.address().getHost(), gateway.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization\r\nConnection: close\r\n\r\n").getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 20")
                .containsIgnoringCase("Access-Control-Allow-Origin: https://app.example");
        }
    }

    private HttpResponse<String> asClaudeCode(String route, String body) throws IOException, InterruptedException {
        return send(request(route).header("anthropic-version", "2023-06-01")
            .header("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14").header("x-app", "cli")
            .header("anthropic-dangerous-direct-browser-access", "true").header("Content-Type", "application/json")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String route) {
        return HttpRequest.newBuilder(gateway.address().resolve("/v1/" + route)).timeout(Duration.ofMinutes(2))
            .header("Authorization", "Bearer " + gateway.key());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String claudeCodes(String model) {
        try (var in = ManyWaysIT.class.getResourceAsStream("claude-code.json")) {
            return new String(in.readAllBytes(), UTF_8).replace("\"MODEL\"", "\"" + model + "\"");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonObject> events(String stream) {
        return stream.lines().filter(line -> line.startsWith("data: "))
            .map(line -> JsonParser.parseString(line.substring("data: ".length())).getAsJsonObject()).toList();
    }

    private static Received last(FakeUpstream upstream) {
        var requests = upstream.requests();
        return requests.get(requests.size() - 1);
    }
}
