package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /openapi.json} of the started distribution, held against OpenAPI 3.1 and against what the gateway does. */
@Timeout(300)
class OpenApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String CONTENTS = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]}";
    private static final String TEXT = "\"content\":{\"parts\":[{\"text\":\"Hello\"}]}";

    /** A body that the gateway takes, by operation. */
    private static final Map<String, String> BODIES = Map.ofEntries(
        Map.entry("createChatCompletion", "{\"model\":\"echo/echo\"," + HELLO
            + ",\"temperature\":null,\"stop\":[\"x\"],"
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"auto\",\"x_other\":{}}"),
        Map.entry("createCompletion", "{\"model\":\"echo/echo\",\"prompt\":\"Hello\",\"echo\":true}"),
        Map.entry("createEmbeddings", "{\"model\":\"a/b\",\"input\":[\"Hello\",[1,2]],\"encoding_format\":\"base64\"}"),
        Map.entry("rerank", "{\"model\":\"a/b\",\"query\":\"q\",\"documents\":[\"d\",{\"text\":\"e\"}],\"top_n\":1}"),
        Map.entry("createImages", "{\"model\":\"a/b\",\"prompt\":\"a plug\"}"),
        Map.entry("createSpeech", "{\"model\":\"a/b\",\"input\":\"Hello\",\"voice\":\"alloy\"}"),
        Map.entry("createTranscription", "{\"model\":\"a/b\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}"),
        Map.entry("createModeration", "{\"model\":\"a/b\",\"input\":\"Hello\"}"),
        Map.entry("createResponse", "{\"model\":\"echo/echo\",\"input\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
            + "\"store\":false,\"reasoning\":{\"effort\":\"low\"}}"),
        Map.entry("createMessage",
            "{\"model\":\"echo/echo\",\"max_tokens\":99," + HELLO + ",\"system\":[{\"type\":\"text\","
                + "\"text\":\"Be kind.\",\"cache_control\":{\"type\":\"ephemeral\"}}]}"),
        Map.entry("countMessageTokens", "{\"model\":\"echo/echo\"," + HELLO + "}"),
        Map.entry("generateContent", CONTENTS), Map.entry("streamGenerateContent", CONTENTS),
        Map.entry("countTokens", CONTENTS), Map.entry("embedContent", "{" + TEXT + "}"),
        Map.entry("batchEmbedContents", "{\"requests\":[{" + TEXT + "}]}"),
        Map.entry("createKey", "{\"name\":\"mine\",\"may_pin\":true}"),
        Map.entry("createKeyWithSlash", "{\"name\":\"mine\"}"), Map.entry("changeKey", "{\"disabled\":true}"),
        Map.entry("tryPlugin", "{\"revision\":2,\"percent\":5}"),
        Map.entry("rollPluginBack", "{\"why\":\"slow\"}"), Map.entry("releasePlugin", "{}"));

    private static HttpClient http;
    private static RunningGateway gateway;
    private static String text;
    private static JsonNode document;

    /** What the document says of one method at one path. */
    private record Operation(String method, String path, JsonNode said) {

        String id() {
            return said.get("operationId").asText();
        }

        boolean manages() {
            return path.startsWith("/keys") || path.startsWith("/admin");
        }
    }

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        http = HttpClient.newHttpClient();
        gateway = RunningGateway.in(home);
        text = http.send(HttpRequest.newBuilder(gateway.address().resolve("/openapi.json")).build(),
            BodyHandlers.ofString()).body();
        document = JSON.readTree(text);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void isOpenApi31() {
        var parsed = new OpenAPIV3Parser().readContents(text, null, null);

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(25);
        assertThat(operations()).extracting(Operation::id).doesNotHaveDuplicates();
    }

    @Test
    void holdsJsonSchemasOnly() {
        var meta = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(document.findValues("schema")).hasSizeGreaterThan(50)
            .allSatisfy(schema -> assertThat(meta.validate(schema)).as(schema.toString()).isEmpty());
        assertThat(document.at("/components/schemas")).hasSizeGreaterThan(20)
            .allSatisfy(schema -> assertThat(meta.validate(schema)).as(schema.toString()).isEmpty());
    }

    @Test
    void describesWhatIsServed() throws Exception {
        for (var operation : operations()) {
            for (var server : servers(operation)) {
                var answer = call(operation, server, operation.path().replaceAll("\\{\\w+}", "some"), "{}");

                assertThat(answer.statusCode()).as(operation.id()).isNotEqualTo(405);
                assertThat(answer.body()).as(operation.id())
                    .doesNotContain("there is no " + operation.method() + " ", "no route", "is no route");
            }
        }
    }

    @Test
    void describesBodiesAsClientsSendThem() {
        var taking = operations().stream().filter(operation -> !body(operation).isMissingNode()).toList();

        assertThat(BODIES.keySet()).containsAll(taking.stream().map(Operation::id).toList());
        assertThat(taking).allSatisfy(operation -> assertThat(wrong(body(operation), BODIES.get(operation.id())))
            .as(operation.id()).isEmpty());
    }

    @Test
    void describesBodiesThatAreRefused() {
        var chat = body(operation("createChatCompletion"));

        assertThat(wrong(chat, "{\"model\":\"echo/echo\"}")).isNotEmpty();
        assertThat(wrong(chat, "{\"model\":\"echo/echo\"," + HELLO + ",\"temperature\":3}")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"createChatCompletion,/chat/completions", "createCompletion,/completions", "createResponse,/responses",
        "createMessage,/messages", "generateContent,/v1beta/models/echo/echo:generateContent",
        "streamGenerateContent,/v1beta/models/echo/echo:streamGenerateContent", "listModels,/models",
        "countModels,/models/count", "showModel,/model/echo/echo", "listEndpoints,/models/echo/echo/endpoints",
        "listProviders,/providers", "showKey,/key", "listModelsForGemini,/v1beta/models",
        "showModelForGemini,/v1beta/models/echo/echo", "listKeys,/keys", "listPlugins,/admin/plugins",
        "showPlugin,/admin/plugins/dialect.openai", "showPluginLog,/admin/plugins/log", "isAlive,/healthz",
        "isReady,/readyz", "describe,/openapi.json"})
    void describesAnswersAsTheyAre(String id, String path) throws Exception {
        var operation = operation(id);

        var answer = call(operation, servers(operation).get(0), path, BODIES.getOrDefault(id, ""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(wrong(answer(operation, "200", "application/json"), answer.body())).as(answer.body()).isEmpty();
    }

    @Test
    void describesAKeyThatIsMadeAndAGenerationThatIsRemembered() throws Exception {
        var made = call(operation("createKey"), "/v1", "/keys", BODIES.get("createKey"));
        var chat = call(operation("createChatCompletion"), "/v1", "/chat/completions",
            BODIES.get("createChatCompletion"));
        var generation = operation("showGeneration");
        var remembered = call(generation, "/v1", "/generation?id=" + JSON.readTree(chat.body()).get("id").asText(), "");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(wrong(answer(operation("createKey"), "201", "application/json"), made.body())).isEmpty();
        assertThat(wrong(answer(generation, "200", "application/json"), remembered.body())).isEmpty();
    }

    @Test
    void describesEventsAsTheyAre() throws Exception {
        var chat = operation("createChatCompletion");

        var answer = call(chat, "/v1", "/chat/completions",
            "{\"model\":\"echo/echo\"," + HELLO + ",\"stream\":true}");

        var events = answer.body().lines().filter(line -> line.startsWith("data: {")).map(line -> line.substring(6));
        assertThat(events.toList()).isNotEmpty().allSatisfy(
            event -> assertThat(wrong(answer(chat, "200", "text/event-stream"), event)).as(event).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"createChatCompletion,/chat/completions", "createResponse,/responses", "createMessage,/messages",
        "generateContent,/v1beta/models/echo/echo:generateContent", "createKey,/keys"})
    void describesErrorsAsTheyAre(String id, String path) throws Exception {
        var operation = operation(id);

        var answer = call(operation, servers(operation).get(0), path, "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(wrong(answer(operation, "400", "application/json"), answer.body())).as(answer.body()).isEmpty();
    }

    private static List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            if (!method.getKey().equals("servers")) {
                operations.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                    method.getValue()));
            }
        }));
        return operations;
    }

    private static Operation operation(String id) {
        return operations().stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
    }

    private static List<String> servers(Operation operation) {
        var here = document.get("paths").get(operation.path()).path("servers");
        return (here.isMissingNode() ? document.get("servers") : here).findValuesAsText("url").stream()
            .map(url -> url.equals("/") ? "" : url).toList();
    }

    private static JsonNode body(Operation operation) {
        return operation.said().at("/requestBody/content/application~1json/schema");
    }

    private static JsonNode answer(Operation operation, String status, String type) {
        var answer = operation.said().get("responses").get(status);
        var said = answer.has("$ref") ? document.at(answer.get("$ref").asText().substring(1)) : answer;
        return said.get("content").get(type).get("schema");
    }

    private static List<String> wrong(JsonNode schema, String json) {
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.get("components"));
        try {
            return SCHEMAS.getSchema(whole).validate(JSON.readTree(json)).stream().map(Object::toString).toList();
        } catch (IOException notJson) {
            return List.of(notJson.toString());
        }
    }

    private static HttpResponse<String> call(Operation operation, String server, String path, String body)
        throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway.address() + server + path))
            .header("Authorization", "Bearer " + (operation.manages() ? gateway.managementKey() : gateway.key()))
            .method(operation.method(), operation.method().equals("GET") ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
