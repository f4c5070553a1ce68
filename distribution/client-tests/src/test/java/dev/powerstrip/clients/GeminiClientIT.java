package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Received;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Google's own client has besides what every client has, through the gateway to upstreams of three forms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeminiClientIT {

    private static final String SIGNATURE = "EqQBCgIYAhIM+/x=";
    private static final String BLOB = "CpIBAcu98Pd+/b==";
    /** Google's client reads signatures as bytes and writes them anew: these are as base64 is usually written. */
    private static final String GOOGLES_SIGNATURE = "EqQBCgIYAhIM+/w=";
    private static final String GOOGLES_CALL = """
        {"functionCall":{"name":"weather","args":{"city":"Köln"}},"thoughtSignature":"CpIBAcu98Pd+/b8="}""";
    private static final String DETAILS = """
        [{"type":"reasoning.text","text":"They ask für Köln.","signature":"%s","format":"anthropic-claude-v1","index":0},
         {"type":"reasoning.encrypted","data":"%s","id":"rs_1","format":"openai-responses-v1","index":1}]"""
        .formatted(SIGNATURE, BLOB);
    private static final String CLAUDE_TURN = """
        [{"type":"thinking","thinking":"They ask für Köln.","signature":"%s"},
         {"type":"redacted_thinking","data":"%s"},
         {"type":"text","text":"Let me look."},
         {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Köln"}}]""".formatted(SIGNATURE, BLOB);
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
    private static final String PICTURE_BASE64 = "iVBORwECAw==";

    @TempDir
    static Path home;

    private FakeUpstream openai;
    private FakeUpstream claude;
    private FakeUpstream google;
    private RunningGateway gateway;
    private Client client;

    @BeforeAll
    void start() throws Exception {
        openai = new FakeUpstream();
        claude = new FakeUpstream();
        google = new FakeUpstream();
        script();
        Files.createDirectories(home.resolve("etc"));
        write("provider.compatible~up", "{\"baseUrl\": \"%s/v1\", \"models\": [\"gpt-x\"]}", openai);
        write("provider.anthropic", "{\"baseUrl\": \"%s/v1\", \"apiKey\": \"sk-ant\"}", claude);
        write("provider.gemini", "{\"baseUrl\": \"%s/v1beta\", \"apiKey\": \"g-key\"}", google);
        gateway = RunningGateway.in(home);
        client = GeminiClients.of(gateway);
    }

    private static void write(String name, String json, FakeUpstream upstream) throws IOException {
        Files.writeString(home.resolve("etc/" + name + ".cfg.json"), json.formatted(upstream.baseUri()));
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
        openai.close();
        claude.close();
        google.close();
    }

    private void script() {
        openai.on("/embeddings", Reply.json(
            """
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":[0.5,-2]},\
            {"object":"embedding","index":0,"embedding":[0.25,1e-3]}],"model":"e","usage":{"prompt_tokens":4,"total_tokens":4}}"""));
        openai.when(request -> request.text().contains("break off"), Reply.events(chat("{\"content\":\"Hel\"}", "null"),
            "{\"error\":{\"code\":503,\"message\":\"too much to do\"}}"));
        openai.when(request -> request.text().contains("be cut"),
            Reply.stream().event(chat("{\"content\":\"Hel\"}", "null")).cut());
        openai.when(request -> request.text().contains("Where?"),
            Reply.json(completion("{\"role\":\"assistant\",\"content\":\"{\\\"city\\\":\\\"Bern\\\"}\"}", "stop")));
        openai.when(request -> request.text().contains(PICTURE_BASE64),
            Reply.json(completion("{\"role\":\"assistant\",\"content\":\"a picture\"}", "stop")));
        openai.when(request -> request.text().contains("\"stream\":true"), Reply.events(
            chat(
                "{\"role\":\"assistant\",\"reasoning\":\"They ask \",\"reasoning_details\":[{\"type\":\"reasoning.text\","
                    + "\"text\":\"They ask \",\"format\":\"anthropic-claude-v1\",\"index\":0}]}",
                "null"),
            chat(
                "{\"reasoning\":\"für Köln.\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"für Köln.\","
                    + "\"format\":\"anthropic-claude-v1\",\"index\":0}]}",
                "null"),
            chat("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"%s\",".formatted(SIGNATURE)
                + "\"format\":\"anthropic-claude-v1\",\"index\":0},{\"type\":\"reasoning.encrypted\",\"data\":\"%s\","
                    .formatted(BLOB)
                + "\"id\":\"rs_1\",\"format\":\"openai-responses-v1\",\"index\":1}]}", "null"),
            chat("{\"content\":\"Let me look.\"}", "null"),
            chat("{\"tool_calls\":[%s]}".formatted(call("\"index\":0,")),
                "null"),
            chat("{}", "\"tool_calls\""), "{\"choices\":[],\"usage\":%s}".formatted(usage()), "[DONE]"));
        openai.always(Reply.json(completion("""
            {"role":"assistant","content":"Let me look.","reasoning":"They ask für Köln.","reasoning_details":%s,\
            "tool_calls":[%s]}""".formatted(DETAILS, call("")), "tool_calls")));
        claude.when(request -> request.text().contains("break off"), Reply.stream()
            .event("message_start", "{\"type\":\"message_start\",\"message\":%s}".formatted(message("[]", "null")))
            .event("content_block_start",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hel\"}}")
            .event("error",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"too much to do\"}}"));
        claude.when(request -> request.text().contains("Where?"),
            Reply.json(message("[{\"type\":\"text\",\"text\":\"{\\\"city\\\":\\\"Bern\\\"}\"}]", "\"end_turn\"")));
        claude.when(request -> request.text().contains(PICTURE_BASE64),
            Reply.json(message("[{\"type\":\"text\",\"text\":\"a picture\"}]", "\"end_turn\"")));
        claude.when(request -> request.text().contains("\"stream\":true"), messageEvents());
        claude.always(Reply.json(message(CLAUDE_TURN, "\"tool_use\"")));
        google.on(":countTokens", Reply.json("{\"totalTokens\":31}"));
        google.when(request -> request.text().contains("break off"), Reply.events(generated("{\"text\":\"Hel\"}", ""),
            "{\"error\":{\"code\":503,\"message\":\"too much to do\",\"status\":\"UNAVAILABLE\"}}"));
        google.when(request -> request.text().contains("Where?"),
            Reply.json(generated("{\"text\":\"{\\\"city\\\":\\\"Bern\\\"}\"}", ",\"finishReason\":\"STOP\"")));
        google.when(request -> request.text().contains(PICTURE_BASE64),
            Reply.json(generated("{\"text\":\"a picture\"}", ",\"finishReason\":\"STOP\"")));
        google.on(":streamGenerateContent", Reply.events(
            generated("{\"text\":\"They ask für Köln.\",\"thought\":true}", ""),
            generated("{\"text\":\"Let me look.\",\"thoughtSignature\":\"%s\"}".formatted(GOOGLES_SIGNATURE), ""),
            generated(GOOGLES_CALL, ",\"finishReason\":\"STOP\"")));
        google.always(Reply.json(generated("""
            {"text":"They ask für Köln.","thought":true},{"text":"Let me look.","thoughtSignature":"%s"},%s"""
            .formatted(GOOGLES_SIGNATURE, GOOGLES_CALL), ",\"finishReason\":\"STOP\"")));
    }

    private static String call(String index) {
        return """
            {%s"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Köln\\"}"}}"""
            .formatted(index);
    }

    private static String chat(String delta, String finish) {
        return """
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-x-1","choices":[{"index":0,"delta":%s,\
            "finish_reason":%s}]}""".formatted(delta, finish);
    }

    private static String completion(String message, String finish) {
        return """
            {"id":"c","object":"chat.completion","created":1,"model":"gpt-x-1","choices":[{"index":0,"message":%s,\
            "finish_reason":"%s"}],"usage":%s}""".formatted(message, finish, usage());
    }

    private static String usage() {
        return """
            {"prompt_tokens":20,"completion_tokens":12,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":8},\
            "completion_tokens_details":{"reasoning_tokens":5}}""";
    }

    private static String generated(String parts, String end) {
        return """
            {"candidates":[{"content":{"parts":[%s],"role":"model"}%s,"index":0}],"usageMetadata":{"promptTokenCount":20,\
            "cachedContentTokenCount":8,"candidatesTokenCount":7,"thoughtsTokenCount":5,"totalTokenCount":32},\
            "modelVersion":"g","responseId":"r1"}""".formatted(parts, end);
    }

    private static String message(String content, String reason) {
        return """
            {"id":"msg_1","type":"message","role":"assistant","model":"c","content":%s,"stop_reason":%s,\
            "stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":7}}""".formatted(content, reason);
    }

    private static Reply messageEvents() {
        var reply = Reply.stream().event("message_start",
            "{\"type\":\"message_start\",\"message\":%s}".formatted(message("[]", "null")));
        int index = 0;
        for (var block : new String[][] {
            {"{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                "{\"type\":\"thinking_delta\",\"thinking\":\"They ask für Köln.\"}",
                "{\"type\":\"signature_delta\",\"signature\":\"%s\"}".formatted(SIGNATURE)},
            {"{\"type\":\"redacted_thinking\",\"data\":\"%s\"}".formatted(BLOB)},
            {"{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"text_delta\",\"text\":\"Let me look.\"}"},
            {"{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}",
                "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Köln\\\"}\"}"}}) {
            reply = reply.event("content_block_start",
                "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}".formatted(index, block[0]));
            for (var delta : Stream.of(block).skip(1).toList()) {
                reply = reply.event("content_block_delta",
                    "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}".formatted(index, delta));
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

    @ParameterizedTest
    @CsvSource({"up/gpt-x,false", "up/gpt-x,true", "anthropic/claude-sonnet-4.5,false",
        "anthropic/claude-sonnet-4.5,true", "gemini-3-flash-preview,false", "gemini-3-flash-preview,true"})
    void givesEveryModelItsThoughtsBack(String model, boolean streamed) {
        var chat = client.chats.create(model, config().build());
        var first = new ArrayList<GenerateContentResponse>();
        if (streamed) {
            try (var stream = chat.sendMessageStream("Weather?")) {
                stream.forEach(first::add);
            }
        } else {
            first.add(chat.sendMessage("Weather?"));
        }
        assertThat(text(first, true)).isEqualTo("They ask für Köln.");
        assertThat(text(first, false)).isEqualTo("Let me look.");
        var end = first.get(first.size() - 1);
        assertThat(end.functionCalls()).hasSize(1);
        assertThat(end.finishReason().toString()).isEqualTo("STOP");

        chat.sendMessage(Content.fromParts(Part.fromFunctionResponse("weather", Map.of("output", "12 °C"))));

        assertThoughtsCameBack(model);
    }

    private static String text(List<GenerateContentResponse> responses, boolean thought) {
        var text = new StringBuilder();
        responses.stream().flatMap(response -> response.parts().stream())
            .filter(part -> part.thought().orElse(false) == thought)
            .forEach(part -> part.text().ifPresent(text::append));
        return text.toString();
    }

    private void assertThoughtsCameBack(String model) {
        if (model.startsWith("up/")) {
            var messages = last(openai).getAsJsonArray("messages");
            var turn = messages.get(1).getAsJsonObject();
            assertThat(turn.get("reasoning_details")).isEqualTo(JsonParser.parseString(DETAILS));
            assertThat(turn.get("content").getAsString()).isEqualTo("Let me look.");
            assertThat(turn.get("tool_calls")).isEqualTo(JsonParser.parseString("[" + call("") + "]"));
            assertThat(messages.get(2)).isEqualTo(JsonParser.parseString("""
                {"role":"tool","content":"{\\"output\\":\\"12 °C\\"}","tool_call_id":"call_1"}"""));
        } else if (model.startsWith("anthropic/")) {
            var turn = last(claude).getAsJsonArray("messages").get(1).getAsJsonObject();
            assertThat(turn.get("content")).isEqualTo(JsonParser.parseString(CLAUDE_TURN));
        } else {
            var turn = new JsonArray();
            for (var content : last(google).getAsJsonArray("contents")) {
                if (content.getAsJsonObject().get("role").getAsString().equals("model")) {
                    turn.addAll(content.getAsJsonObject().getAsJsonArray("parts"));
                }
            }
            assertThat(turn.get(1)).isEqualTo(JsonParser.parseString(
                "{\"text\":\"Let me look.\",\"thoughtSignature\":\"%s\"}".formatted(GOOGLES_SIGNATURE)));
            assertThat(turn.get(2)).isEqualTo(JsonParser.parseString(GOOGLES_CALL));
        }
    }

    @Test
    void takesOneModelsConversationToAnother() {
        var chat = client.chats.create("anthropic/claude-sonnet-4.5", config().build());
        chat.sendMessage("Weather?");
        var history = new ArrayList<Content>(chat.getHistory(false));
        history.add(Content.fromParts(Part.fromFunctionResponse("weather", Map.of("output", "12 °C"))));

        client.models.generateContent("gemini-3-flash-preview", history, config().build());

        var call = last(google).getAsJsonArray("contents").get(1).getAsJsonObject().getAsJsonArray("parts").get(2)
            .getAsJsonObject();
        assertThat(call.get("thoughtSignature").getAsString()).isEqualTo("skip_thought_signature_validator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up/gpt-x", "gemini-3-flash-preview"})
    void tellsTheUsage(String model) {
        var usage = client.models.generateContent(model, "Hi", config().build()).usageMetadata().orElseThrow();

        assertThat(usage.promptTokenCount()).contains(20);
        assertThat(usage.cachedContentTokenCount()).contains(8);
        assertThat(usage.candidatesTokenCount()).contains(7);
        assertThat(usage.thoughtsTokenCount()).contains(5);
        assertThat(usage.totalTokenCount()).contains(32);
    }

    @Test
    void keepsThoughtsToItselfUnlessAsked() {
        var answer = client.models.generateContent("up/gpt-x", "Hi", GenerateContentConfig.builder().build());

        assertThat(text(List.of(answer), true)).isEmpty();
        assertThat(answer.parts()).anyMatch(part -> part.thoughtSignature().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"up/gpt-x,response_format", "anthropic/claude-sonnet-4.5,output_config",
        "google/gemini-2.5-flash,generationConfig"})
    void asksForJsonOfASchema(String model, String field) {
        var answer = client.models.generateContent(model, "Where?",
            GenerateContentConfig.builder().responseMimeType("application/json")
                .responseSchema(Schema.builder().type("OBJECT")
                    .properties(Map.of("city", Schema.builder().type("STRING").nullable(true).build()))
                    .required("city").build())
                .build());

        assertThat(answer.text()).isEqualTo("{\"city\":\"Bern\"}");
        var asked = last(upstream(model)).get(field);
        assertThat(asked.toString()).contains("\"required\":[\"city\"]");
        if (model.startsWith("up/")) {
            assertThat(asked).isEqualTo(JsonParser.parseString("""
                {"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object","properties":\
                {"city":{"type":["string","null"]}},"required":["city"]}}}"""));
        }
    }

    private FakeUpstream upstream(String model) {
        return model.startsWith("up/") ? openai : model.startsWith("anthropic/") ? claude : google;
    }

    @ParameterizedTest
    @ValueSource(strings = {"up/gpt-x", "anthropic/claude-sonnet-4.5", "google/gemini-2.5-flash"})
    void showsAPicture(String model) {
        var answer = client.models.generateContent(model,
            Content.fromParts(Part.fromText("What is it?"), Part.fromBytes(PICTURE, "image/png")), null);

        assertThat(answer.text()).isEqualTo("a picture");
        if (model.startsWith("up/")) {
            assertThat(last(openai).getAsJsonArray("messages").get(0).getAsJsonObject().get("content")).isEqualTo(
                JsonParser.parseString("""
                    [{"type":"text","text":"What is it?"},\
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]""".formatted(PICTURE_BASE64)));
        }
    }

    @ParameterizedTest
    @CsvSource({"up/gpt-x,break off,too much to do", "up/gpt-x,be cut,broke off",
        "anthropic/claude-sonnet-4.5,break off,too much to do", "google/gemini-2.5-flash,break off,too much to do"})
    void isToldOfAFailureInTheStream(String model, String wish, String message) {
        var heard = new StringBuilder();

        assertThatThrownBy(() -> {
            try (var stream = client.models.generateContentStream(model, wish, null)) {
                stream.forEach(response -> heard.append(response.text()));
            }
        }).isInstanceOfSatisfying(ApiException.class, error -> {
            assertThat(error.code()).isBetween(500, 599);
            assertThat(error.status()).isEqualTo("UNAVAILABLE");
            assertThat(error.message()).contains(message);
        });
        assertThat(heard).hasToString("Hel");
    }

    @Test
    void passesARequestToGoogleWithNothingChangedButWhatIsMeant() throws Exception {
        var body = """
            { "contents":[{"parts":[{"text":"gr\\u00fc\\u00dfe 😀","x":{"b":1,"a":2}}],"role":"user"}],
              "provider":{"only":["gemini"]}, "generationConfig":{"temperature":1.0,"topK":4e1},
              "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}] }""";

        var answer = post("models/google/gemini-2.5-flash:streamGenerateContent", "alt=sse", gateway.key(), body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var received = google.requests().get(google.requests().size() - 1);
        assertThat(received.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
        assertThat(received.header("x-goog-api-key")).contains("g-key");
        assertThat(received.text()).isEqualTo(body.replace("\n  \"provider\":{\"only\":[\"gemini\"]},", ""));
        assertThat(answer.body())
            .contains("data: " + generated("{\"text\":\"They ask für Köln.\",\"thought\":true}", ""))
            .contains("\"responseId\":\"r1\",\"provider\":\"Google AI Studio\"}").contains("\"cost\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up/gpt-x", "google/gemini-2.5-flash"})
    void streamsAnArrayWhereNobodyAsksForEvents(String model) throws Exception {
        var answer = post("models/" + model + ":streamGenerateContent", "", gateway.key(),
            "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        var responses = JsonParser.parseString(answer.body()).getAsJsonArray();
        assertThat(responses.size()).isGreaterThan(1);
        assertThat(answer.body()).startsWith("[{");
        var end = responses.get(responses.size() - 1).getAsJsonObject().getAsJsonArray("candidates").get(0);
        assertThat(end.getAsJsonObject().get("finishReason").getAsString()).isEqualTo("STOP");
    }

    @Test
    void findsTheMeaningOfTexts() {
        var answer = client.models.embedContent("up/gpt-x", List.of("one", "two"),
            EmbedContentConfig.builder().outputDimensionality(2).taskType("RETRIEVAL_QUERY").build());

        var vectors = answer.embeddings().orElseThrow();
        assertThat(vectors.get(0).values().orElseThrow()).containsExactly(0.25f, 0.001f);
        assertThat(vectors.get(1).values().orElseThrow()).containsExactly(0.5f, -2f);
        assertThat(last(openai).get("input")).isEqualTo(JsonParser.parseString("[\"one\",\"two\"]"));
        assertThat(last(openai).get("dimensions").getAsInt()).isEqualTo(2);
    }

    @Test
    void countsTokensWithWhoeverCounts() {
        assertThat(client.models.countTokens("gemini-2.5-flash", "Hi", null).totalTokens()).contains(31);
        assertThat(last(google).getAsJsonObject("generateContentRequest").get("model").getAsString())
            .isEqualTo("models/gemini-2.5-flash");
        assertThat(client.models.countTokens("up/gpt-x", "Hi there", null).totalTokens().orElseThrow()).isPositive();
    }

    @Test
    void listsTheModels() {
        var names = new ArrayList<String>();
        client.models.list(ListModelsConfig.builder().pageSize(3).build())
            .forEach(model -> names.add(model.name().orElseThrow()));

        assertThat(names).contains("models/echo/echo", "models/up/gpt-x", "models/google/gemini-2.5-flash")
            .doesNotHaveDuplicates();
        assertThat(client.models.get("gemini-2.5-flash", null).inputTokenLimit()).contains(1048576);
        assertThatThrownBy(() -> client.models.get("nobody/nothing", null)).isInstanceOfSatisfying(ApiException.class,
            error -> assertThat(error.code()).isEqualTo(404));
    }

    @Test
    void takesTheKeyInTheAddressAndKeepsItFromEveryFile() throws Exception {
        var body = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
        var let = post("models/echo/echo:generateContent", "key=" + gateway.key(), "", body);
        var refused = post("models/echo/echo:generateContent", "key=sk-ps-wrong", "", body);
        var misled = post("models/echo/echo:dance", "key=" + gateway.key(), "", body);

        assertThat(let.statusCode()).as(let.body()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(error(refused).get("status").getAsString()).isEqualTo("UNAUTHENTICATED");
        assertThat(misled.statusCode()).isEqualTo(404);
        assertThat(refused.body() + misled.body()).doesNotContain("sk-ps-");
        Records.of(gateway).await(List.of(let.headers().firstValue("X-Generation-Id").orElseThrow()));
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("local-key")).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
                    .doesNotContain(gateway.key()).doesNotContain("sk-ps-wrong");
            }
        }
    }

    @Test
    void refusesInGooglesWords() throws Exception {
        var unknown = post("models/nobody/nothing:generateContent", "", gateway.key(),
            "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(error(unknown).get("status").getAsString()).isEqualTo("INVALID_ARGUMENT");

        var malformed = post("models/echo/echo:generateContent", "", gateway.key(), "{\"contents\":5}");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(error(malformed).get("message").getAsString()).contains("contents must be an array");

        var nowhere = post("files", "", gateway.key(), "{}");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(error(nowhere).get("status").getAsString()).isEqualTo("NOT_FOUND");
    }

    private HttpResponse<String> post(String path, String query, String key, String body)
        throws IOException, InterruptedException {
        var request = HttpRequest
            .newBuilder(gateway.address().resolve("/v1beta/" + path + (query.isEmpty() ? "" : "?" + query)))
            .POST(BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(
            (key.isEmpty() ? request : request.header("x-goog-api-key", key)).build(), BodyHandlers.ofString());
    }

    private static JsonObject error(HttpResponse<String> answer) {
        JsonElement json = JsonParser.parseString(answer.body());
        return json.getAsJsonObject().getAsJsonObject("error");
    }

    private static JsonObject last(FakeUpstream upstream) {
        Received last = upstream.requests().get(upstream.requests().size() - 1);
        return JsonParser.parseString(last.text()).getAsJsonObject();
    }

    private static GenerateContentConfig.Builder config() {
        return GenerateContentConfig.builder()
            .thinkingConfig(ThinkingConfig.builder().includeThoughts(true).thinkingBudget(2000)).maxOutputTokens(4000)
            .tools(Tool.builder().functionDeclarations(FunctionDeclaration.builder().name("weather")
                .parameters(Schema.builder().type("OBJECT")
                    .properties(Map.of("city", Schema.builder().type("STRING").build())).build())
                .build()).build());
    }
}
