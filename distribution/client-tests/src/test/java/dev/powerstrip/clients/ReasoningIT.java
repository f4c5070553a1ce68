package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Received;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A conversation with thoughts and tools, of two turns: what a provider signed or encrypted comes back to it as it left it,
 * whichever way through the gateway it took.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReasoningIT {

    private static final String THOUGHT = "EqQBCgIYAhIM+/x=";
    private static final String CALL = "CpIBAcu98Pd+/b==";
    private static final String CLAUDE_TURN = """
        [{"type":"thinking","thinking":"They ask für Köln.","signature":"%s"},
         {"type":"redacted_thinking","data":"%s"},
         {"type":"text","text":"Let me look."},
         {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Köln"}}]""".formatted(THOUGHT, CALL);
    private static final String TOOL = """
        {"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":\
        {"type":"string"}}}}}""";

    @TempDir
    static Path home;

    private FakeUpstream google;
    private FakeUpstream claude;
    private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void start() throws Exception {
        google = new FakeUpstream();
        claude = new FakeUpstream();
        script();
        Files.createDirectories(home.resolve("etc"));
        provide("gemini", google.baseUri() + "/v1beta", "g-key", "");
        provide("vertex", google.baseUri() + "/v1", "$[secret:vertex]", ", \"location\": \"us-east5\"");
        provide("anthropic", claude.baseUri() + "/v1", "sk-ant", "");
        Files.writeString(home.resolve("etc/models.json"), """
            {"anthropic/claude-opus-4-1": {"forms": ["openai.chat"]}}""");
        writeServiceAccount();
        gateway = RunningGateway.in(home);
        caller = new Caller(gateway.address(), gateway.key());
    }

    private static void provide(String name, String baseUrl, String key, String more) throws IOException {
        Files.writeString(home.resolve("etc/provider.%s.cfg.json".formatted(name)),
            "{\"baseUrl\": \"%s\", \"apiKey\": \"%s\"%s}".formatted(baseUrl, key, more));
    }

    private void writeServiceAccount() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var file = new JsonObject();
        file.addProperty("project_id", "lab");
        file.addProperty("private_key_id", "key-1");
        file.addProperty("client_email", "robot@lab.iam.gserviceaccount.com");
        file.addProperty("token_uri", google.baseUri() + "/token");
        file.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(
            Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded())));
        Files.createDirectories(home.resolve("secrets"));
        var secret = Files.createFile(home.resolve("secrets/vertex"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, file.toString());
    }

    private void script() {
        google.on("/token", Reply.json("{\"access_token\":\"ya29.one\",\"expires_in\":3599}"));
        google.on(":generateContent", Reply.json(gemini("""
            {"text":"They ask.","thought":true},{"text":"Let me look.","thoughtSignature":"%s"},%s"""
            .formatted(THOUGHT, geminiCall()), true)));
        google.on(":streamGenerateContent", Reply.events(gemini("{\"text\":\"They ask.\",\"thought\":true}", false),
            gemini("{\"text\":\"Let me look.\"}", false), gemini("{\"text\":\"\",\"thoughtSignature\":\"%s\"}"
                .formatted(THOUGHT), false),
            gemini(geminiCall(), true)));
        google.on(":rawPredict", Reply.json(message()));
        google.on(":streamRawPredict", messageEvents());
        claude.when(request -> request.text().contains("\"stream\":true"), messageEvents());
        claude.always(Reply.json(message()));
    }

    private static String geminiCall() {
        return "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Köln\"}},\"thoughtSignature\":\"%s\"}"
            .formatted(CALL);
    }

    private static String gemini(String parts, boolean end) {
        return """
            {"candidates":[{"content":{"parts":[%s],"role":"model"}%s,"index":0}],"usageMetadata":{"promptTokenCount":9,\
            "candidatesTokenCount":7,"thoughtsTokenCount":5},"modelVersion":"g","responseId":"r1"}"""
            .formatted(parts, end ? ",\"finishReason\":\"STOP\"" : "");
    }

    private static String message() {
        return """
            {"id":"msg_1","type":"message","role":"assistant","model":"c","content":%s,"stop_reason":"tool_use",\
            "stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":7}}""".formatted(CLAUDE_TURN);
    }

    private static Reply messageEvents() {
        var reply = Reply.stream().event("message_start", """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"c","content":[],\
            "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}""");
        int index = 0;
        for (var begin : new String[][] {
            {"{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                "{\"type\":\"thinking_delta\",\"thinking\":\"They ask für Köln.\"}",
                "{\"type\":\"signature_delta\",\"signature\":\"%s\"}".formatted(THOUGHT)},
            {"{\"type\":\"redacted_thinking\",\"data\":\"%s\"}".formatted(CALL)},
            {"{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"text_delta\",\"text\":\"Let me look.\"}"},
            {"{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}",
                "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Köln\\\"}\"}"}}) {
            reply = reply.event("content_block_start",
                "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
                    .formatted(index, begin[0]));
            for (var delta : Stream.of(begin).skip(1).toList()) {
                reply
                    = reply.event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}"
                        .formatted(index, delta));
            }
            reply = reply.event("content_block_stop",
                "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index++));
        }
        return reply
            .event("message_delta",
                """
            {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":7}}""")
            .event("message_stop", "{\"type\":\"message_stop\"}");
    }

    @AfterAll
    void stop() {
        gateway.close();
        google.close();
        claude.close();
    }

    @ParameterizedTest
    @CsvSource({"gemini,false", "gemini,true", "vertex,false", "vertex,true"})
    void givesGeminiItsSignaturesBack(String provider, boolean streamed) throws Exception {
        var request = chat("google/gemini-3-flash-preview", provider, streamed);

        var turn = ask(request);
        assertThat(turn.get("reasoning").getAsString()).isEqualTo("They ask.");
        assertThat(turn.get("content").getAsString()).isEqualTo("Let me look.");
        ask(continued(request, turn));

        var parts = JsonParser.parseString(last(google).text()).getAsJsonObject().getAsJsonArray("contents").get(1)
            .getAsJsonObject().getAsJsonArray("parts");
        assertThat(parts.get(0)).isEqualTo(JsonParser.parseString(
            "{\"text\":\"Let me look.\",\"thoughtSignature\":\"%s\"}".formatted(THOUGHT)));
        var call = parts.get(1).getAsJsonObject();
        call.getAsJsonObject("functionCall").remove("id");
        assertThat(call).isEqualTo(JsonParser.parseString(geminiCall()));
    }

    @ParameterizedTest
    @CsvSource({"anthropic,false", "anthropic,true", "vertex,false", "vertex,true"})
    void givesClaudeItsThoughtsBackFromAClientOfChat(String provider, boolean streamed) throws Exception {
        var request = chat("anthropic/claude-sonnet-4.5", provider, streamed);

        ask(continued(request, ask(request)));

        assertThat(secondTurn(provider)).isEqualTo(JsonParser.parseString(CLAUDE_TURN));
    }

    @ParameterizedTest
    @CsvSource({"anthropic/claude-sonnet-4.5,false", "anthropic/claude-sonnet-4.5,true",
        "anthropic/claude-opus-4.1,false",
        "anthropic/claude-opus-4.1,true"})
    void givesClaudeItsThoughtsBackFromAClientOfMessages(String model, boolean streamed) throws Exception {
        var request = JsonParser.parseString("""
            {"model":"%s","stream":%s,"max_tokens":4000,"provider":{"only":["anthropic"]},\
            "thinking":{"type":"enabled","budget_tokens":2000},"messages":[{"role":"user","content":"Weather?"}],\
            "tools":[{"name":"weather","input_schema":{"type":"object"}}]}""".formatted(model, streamed))
            .getAsJsonObject();
        var answer = caller.post("messages", request.toString(), gateway.key());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var content = streamed ? blocks(answer.body()) : answer.json().getAsJsonArray("content");

        request.getAsJsonArray("messages").add(said("assistant", content));
        request.getAsJsonArray("messages").add(said("user", JsonParser.parseString(
            "[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"12 °C\"}]")));
        assertThat(caller.post("messages", request.toString(), gateway.key()).status()).isEqualTo(200);

        assertThat(secondTurn("anthropic")).isEqualTo(JsonParser.parseString(CLAUDE_TURN));
    }

    private static JsonObject said(String role, JsonElement content) {
        var message = new JsonObject();
        message.addProperty("role", role);
        message.add("content", content);
        return message;
    }

    private JsonElement secondTurn(String provider) {
        return JsonParser.parseString(last(provider.equals("vertex") ? google : claude).text()).getAsJsonObject()
            .getAsJsonArray("messages").get(1).getAsJsonObject().get("content");
    }

    private static Received last(FakeUpstream upstream) {
        return upstream.requests().get(upstream.requests().size() - 1);
    }

    private static JsonObject chat(String model, String provider, boolean streamed) {
        return JsonParser
            .parseString("""
            {"model":"%s","stream":%s,"provider":{"only":["%s"]},"reasoning":{"effort":"low"},"max_tokens":8000,\
            "messages":[{"role":"user","content":"Weather?"}],"tools":[%s]}""".formatted(model, streamed, provider,
                TOOL))
            .getAsJsonObject();
    }

    private JsonObject continued(JsonObject request, JsonObject turn) {
        var next = request.deepCopy();
        next.getAsJsonArray("messages").add(turn);
        for (var call : turn.getAsJsonArray("tool_calls")) {
            var result = new JsonObject();
            result.addProperty("role", "tool");
            result.add("tool_call_id", call.getAsJsonObject().get("id"));
            result.addProperty("content", "12 °C");
            next.getAsJsonArray("messages").add(result);
        }
        return next;
    }

    /** The message that a client of chat has in the end. */
    private JsonObject ask(JsonObject request) throws Exception {
        var answer = caller.post(request.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        if (!request.get("stream").getAsBoolean()) {
            return choice(answer.json(), "message");
        }
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        var message = new JsonObject();
        message.addProperty("role", "assistant");
        events(answer.body()).filter(event -> !event.getAsJsonArray("choices").isEmpty())
            .forEach(event -> gather(choice(event, "delta"), message));
        return message;
    }

    private static JsonObject choice(JsonObject answer, String name) {
        return answer.getAsJsonArray("choices").get(0).getAsJsonObject().getAsJsonObject(name);
    }

    private static Stream<JsonObject> events(String body) {
        return body.lines().filter(line -> line.startsWith("data: {"))
            .map(line -> JsonParser.parseString(line.substring(6)).getAsJsonObject());
    }

    private static void gather(JsonObject delta, JsonObject message) {
        for (var name : new String[] {"content", "reasoning"}) {
            if (delta.has(name)) {
                message.addProperty(name,
                    (message.has(name) ? message.get(name).getAsString() : "") + delta.get(name).getAsString());
            }
        }
        if (delta.has("reasoning_details")) {
            array(message, "reasoning_details").addAll(delta.getAsJsonArray("reasoning_details"));
        }
        if (delta.has("tool_calls")) {
            var piece = delta.getAsJsonArray("tool_calls").get(0).getAsJsonObject();
            if (piece.has("id")) {
                array(message, "tool_calls").add(piece);
            } else {
                var function = array(message, "tool_calls").get(piece.get("index").getAsInt()).getAsJsonObject()
                    .getAsJsonObject("function");
                function.addProperty("arguments", function.get("arguments").getAsString()
                    + piece.getAsJsonObject("function").get("arguments").getAsString());
            }
        }
    }

    private static JsonArray array(JsonObject owner, String name) {
        if (!owner.has(name)) {
            owner.add(name, new JsonArray());
        }
        return owner.getAsJsonArray(name);
    }

    /** The content that a client of Messages has in the end. */
    private static JsonArray blocks(String body) {
        var content = new JsonArray();
        events(body).forEach(event -> {
            if (event.has("content_block")) {
                content.add(event.get("content_block"));
            } else if (event.get("type").getAsString().equals("content_block_delta")) {
                grow(content.get(event.get("index").getAsInt()).getAsJsonObject(), event.getAsJsonObject("delta"));
            }
        });
        return content;
    }

    private static void grow(JsonObject block, JsonObject delta) {
        for (var name : new String[] {"thinking", "signature", "text"}) {
            if (delta.has(name)) {
                block.addProperty(name, block.get(name).getAsString() + delta.get(name).getAsString());
            }
        }
        if (delta.has("partial_json") && !delta.get("partial_json").getAsString().isEmpty()) {
            block.add("input", JsonParser.parseString(delta.get("partial_json").getAsString()));
        }
    }
}
