package dev.powerstrip.dialect.gemini;

import static dev.powerstrip.dialect.gemini.Samples.bytes;
import static dev.powerstrip.dialect.gemini.Samples.head;
import static dev.powerstrip.dialect.gemini.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiDialectTest {

    private static final Principal PRINCIPAL = new Principal("hash", "label", Principal.Role.INFERENCE);
    private static final String HELLO = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
    private static final Endpoint EMBEDDER
        = Samples.endpoint("local", "Local", "local/vectors", "{\"output_modalities\":[\"embeddings\"]}");

    private final GeminiDialect dialect = new GeminiDialect();

    @ParameterizedTest
    @CsvSource({"models/openai/gpt-5:generateContent,openai/gpt-5,false",
        "models/openai%2Fgpt-5:streamGenerateContent,openai/gpt-5,true",
        "models/openai/gpt-5:free:generateContent,openai/gpt-5:free,false",
        "models/gemini-2.5-flash:generateContent,google/gemini-2.5-flash,false"})
    void readsTheModelAndTheMethodFromThePath(String path, String model, boolean streamed) {
        var request = dialect.read(head("POST", "/v1beta/" + path), bytes(HELLO));

        assertThat(request.models()).containsExactly(model);
        assertThat(request.streamed()).isEqualTo(streamed);
    }

    @ParameterizedTest
    @CsvSource({"/v1/models/openai/gpt-5:generateContent,openai/gpt-5",
        "/v1/models/gemini-3-pro%3AcountTokens,google/gemini-3-pro"})
    void takesTheVersionThatNewerClientsSay(String path, String model) {
        assertThat(dialect.accepts(head("POST", path))).isTrue();
        assertThat(dialect.read(head("POST", path), bytes(HELLO)).models()).containsExactly(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/a/b:free", "/api/v1/models/a:generateContent", "/v1/models",
        "/v1/chat/completions", "/v1betas/models", "/v1beta"})
    void leavesOtherRoutesAlone(String path) {
        assertThat(dialect.accepts(head("POST", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/v1beta/files", "/v1beta/models", "/v1beta/models/", "/v1beta/models/:generateContent",
        "/v1beta/models/a/b", "/v1beta/models/a/b:dance"})
    void tellsOfRoutesThatItDoesNotHave(String path) {
        assertThatThrownBy(() -> dialect.read(head("POST", path), bytes(HELLO)))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.NOT_FOUND));
    }

    @Test
    void tellsAWrongMethod() {
        assertThatThrownBy(
            () -> dialect.lookup(head("PUT", "/v1beta/models/a/b:generateContent"), PRINCIPAL, directory(Map.of())))
            .isInstanceOfSatisfying(GatewayException.class, error -> {
                var answer = dialect.error(error, "gen-1");
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers().first("Allow")).hasValue("GET, POST");
            });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"contents\":[]} | contents must hold at least one content",
        "{\"contents\":[5]} | contents[0] must be an object",
        "{\"contents\":[{\"role\":\"assistant\",\"parts\":[]}]} | contents[0].role must be",
        "{\"contents\":[{\"parts\":[{\"text\":5}]}]} | contents[0].parts[0].text must be a string",
        "{\"contents\":[{\"parts\":[{\"inline_data\":{\"data\":\"a\"}}]}]} | contents[0].parts[0].inline_data.mimeType is required",
        "{\"contents\":[{}],\"generation_config\":{\"temperature\":3}} | generation_config.temperature must be a number",
        "{\"contents\":[{}],\"tools\":[{\"functionDeclarations\":[{}]}]} | tools[0].functionDeclarations[0].name is required",
        "{\"contents\":[{}],\"plugins\":[{\"id\":\"web\"}]} | plugins[0].id"})
    void namesTheFieldThatIsWrong(String body, String message) {
        assertThatThrownBy(() -> dialect.read(head("POST", "/v1beta/models/a/b:generateContent"), bytes(body)))
            .isInstanceOf(GatewayException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,400,INVALID_ARGUMENT", "AUTHENTICATION,401,UNAUTHENTICATED",
        "PAYMENT_REQUIRED,402,FAILED_PRECONDITION", "PERMISSION_DENIED,403,PERMISSION_DENIED",
        "NOT_FOUND,404,NOT_FOUND",
        "PROVIDER_RATE_LIMITED,429,RESOURCE_EXHAUSTED", "PROVIDER_OVERLOADED,503,UNAVAILABLE",
        "TIMEOUT,504,DEADLINE_EXCEEDED", "PROVIDER_UNAVAILABLE,502,UNAVAILABLE"})
    void saysErrorsInGooglesEnvelope(ErrorType type, int status, String word) {
        var error = new GatewayException(type, "why").retryAfter(Duration.ofMillis(2500)).with("provider_name", "Acme");

        var answer = dialect.error(error, "gen-1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("Retry-After")).hasValue("3");
        assertThat(JsonParser.parseString(text(answer.body()))).isEqualTo(JsonParser.parseString("""
            {"error":{"code":%d,"message":"why","status":"%s","details":[\
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"%s","domain":"powerstrip",\
            "metadata":{"provider_name":"Acme"}},\
            {"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"gen-1"},\
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3s"}]}}"""
            .formatted(status, word, type.word().toUpperCase(Locale.ROOT))));
    }

    @Test
    void tellsNothingOfAFailureOfItsOwn() {
        var error = new GatewayException(ErrorType.SERVER, "NullPointerException in Foo").with("where", "Foo");

        assertThat(text(dialect.error(error, "gen-1").body())).contains("\"message\":\"Internal Server Error\"")
            .doesNotContain("Foo");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"%s", "{\"generateContentRequest\":%s}", "{\"generate_content_request\":%s,\"provider\":{}}"})
    void readsWhatIsToBeCounted(String body) {
        var request = dialect.read(head("POST", "/v1beta/models/a/b:countTokens"), bytes(body.formatted(HELLO)));

        assertThat(request.capability()).isEqualTo(Capability.COUNTING);
        assertThat(request.form()).isEqualTo(Form.GEMINI_GENERATE);
        assertThat(text(request.body().toBytes())).isEqualTo(HELLO);
        assertThat(dialect.canonical(request)).isSameAs(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"input_tokens\":2,\"estimated\":true} | {\"estimated\":true,\"totalTokens\":2}",
        "{\"totalTokens\":31,\"promptTokensDetails\":[],\"input_tokens\":31} | {\"totalTokens\":31,\"promptTokensDetails\":[]}"})
    void saysACount(String count, String said) {
        var head = head("POST", "/v1beta/models/a/b:countTokens");
        var writer = dialect.writer(head, new AnswerFacts("gen-1", Instant.EPOCH, dialect.read(head, bytes(HELLO)),
            Samples.PRICED, Form.TOKEN_COUNT), AnswerStore.none());

        assertThat(text(writer.write(Chunk.whole(Form.TOKEN_COUNT, bytes(count)).build()))).isEqualTo(said);
    }

    @Test
    void readsOneEmbedding() {
        var request = dialect.read(head("POST", "/v1beta/models/local/vectors:embedContent"), bytes("""
            {"model":"models/local/vectors","content":{"parts":[{"text":"one"},{"text":"two"}]},"task_type":"CLUSTERING",\
            "outputDimensionality":256}"""));

        assertThat(request.form()).isEqualTo(Form.OPENAI_EMBEDDINGS);
        assertThat(dialect.canonical(request)).isSameAs(request);
        assertThat(text(request.body().toBytes())).isEqualTo("{\"model\":\"local/vectors\",\"input\":[\"one\\ntwo\"],"
            + "\"dimensions\":256,\"input_type\":\"clustering\"}");
    }

    @Test
    void readsABatchOfEmbeddings() {
        var request = dialect.read(head("POST", "/v1beta/models/local/vectors:batchEmbedContents"), bytes("""
            {"requests":[{"content":{"parts":[{"text":"one"}]}},\
            {"content":{"parts":[{"text":"two"},{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]}}]}"""));

        assertThat(text(request.body().get("input").toBytes())).isEqualTo("[\"one\",{\"content\":[{\"type\":\"text\","
            + "\"text\":\"two\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBO\"}}]}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"requests\":[]} | requests must hold at least one",
        "{\"requests\":[{}]} | requests[0].content is required",
        "{\"requests\":[{\"content\":{\"parts\":[]}}]} | requests[0].content must hold a text",
        "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"CLUSTERING\"},"
            + "{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]} | requests[1].taskType must be the same"})
    void refusesABatchThatIsNone(String body, String message) {
        assertThatThrownBy(() -> dialect.read(head("POST", "/v1beta/models/a/b:batchEmbedContents"), bytes(body)))
            .isInstanceOf(GatewayException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"embedContent | {\"content\":%s} | \"embedding\":{\"values\":[0.25,1e-3]}",
        "batchEmbedContents | {\"requests\":[{\"content\":%1$s},{\"content\":%1$s}]} | "
            + "\"embeddings\":[{\"values\":[0.25,1e-3]},{\"values\":[2]}]"})
    void saysEmbeddings(String method, String body, String said) {
        var head = head("POST", "/v1beta/models/local/vectors:" + method);
        var request = dialect.read(head, bytes(body.formatted("{\"parts\":[{\"text\":\"a\"}]}")));
        var writer = dialect.writer(head,
            new AnswerFacts("gen-1", Instant.EPOCH, request, EMBEDDER, Form.OPENAI_EMBEDDINGS), AnswerStore.none());

        var answer = text(writer.write(Chunk.whole(Form.OPENAI_EMBEDDINGS,
            bytes("{\"data\":[{\"index\":1,\"embedding\":[2]},{\"index\":0,\"embedding\":[0.25,1e-3]}]}"))
            .usage(Usage.of(4, 0)).build()));

        assertThat(answer).isEqualTo("{" + said
            + ",\"usageMetadata\":{\"promptTokenCount\":4,\"candidatesTokenCount\":0,\"totalTokenCount\":4}}");
    }

    @ParameterizedTest
    @CsvSource({"?alt=sse,text/event-stream", "?alt=json,application/json", "'',application/json"})
    void streamsEventsWhereTheyAreAskedFor(String query, String contentType) {
        var head = head("POST", "/v1beta/models/a/b:streamGenerateContent" + query);
        var facts = new AnswerFacts("gen-1", Instant.EPOCH, dialect.read(head, bytes(HELLO)), Samples.PRICED,
            Form.OPENAI_CHAT);

        assertThat(dialect.writer(head, facts, AnswerStore.none()).contentType()).isEqualTo(contentType);
    }

    @Test
    void listsModelsInGooglesShape() {
        var answer = lookup("/v1beta/models");

        assertThat(answer).isEqualTo("{\"models\":[{\"name\":\"models/google/gemini-x\",\"displayName\":\"Gemini X\","
            + "\"inputTokenLimit\":1000,\"outputTokenLimit\":100,\"supportedGenerationMethods\":[\"generateContent\","
            + "\"streamGenerateContent\",\"countTokens\"]},{\"name\":\"models/local/vectors\",\"displayName\":\"local/vectors\","
            + "\"supportedGenerationMethods\":[\"embedContent\",\"batchEmbedContents\"]}]}");
    }

    @Test
    void listsModelsPageByPage() {
        assertThat(lookup("/v1beta/models?pageSize=1")).contains("gemini-x", "\"nextPageToken\":\"1\"")
            .doesNotContain("vectors");
        assertThat(lookup("/v1beta/models?pageSize=1&pageToken=1")).contains("vectors")
            .doesNotContain("gemini-x", "nextPageToken");
        assertThatThrownBy(() -> lookup("/v1beta/models?pageToken=x")).isInstanceOf(GatewayException.class)
            .hasMessageContaining("pageToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google/gemini-x", "gemini-x"})
    void tellsOfOneModel(String name) {
        assertThat(lookup("/v1beta/models/" + name)).startsWith("{\"name\":\"models/google/gemini-x\"");
    }

    @Test
    void knowsThatThereIsNoSuchModel() {
        assertThatThrownBy(() -> lookup("/v1beta/models/nobody/nothing")).isInstanceOfSatisfying(
            GatewayException.class, error -> assertThat(error.type()).isEqualTo(ErrorType.NOT_FOUND));
    }

    private String lookup(String target) {
        var models = new LinkedHashMap<String, List<Endpoint>>();
        models.put(Samples.PRICED.model(), List.of(Samples.PRICED));
        models.put(EMBEDDER.model(), List.of(EMBEDDER));
        return text(dialect.lookup(head("GET", target), PRINCIPAL, directory(models)).body());
    }

    private static Directory directory(Map<String, List<Endpoint>> models) {
        return new Directory() {

            @Override
            public Map<String, List<Endpoint>> models() {
                return models;
            }

            @Override
            public List<Endpoint> endpoints(String model) {
                return Optional.ofNullable(models.get(model)).orElseThrow(
                    () -> new GatewayException(ErrorType.UNKNOWN_MODEL, model + " is not a valid model ID"));
            }

            @Override
            public Optional<CallRecord> generation(String id, Principal principal) {
                return Optional.empty();
            }

            @Override
            public KeyUsage usage(Principal principal) {
                throw new AssertionError("nobody asks");
            }
        };
    }
}
