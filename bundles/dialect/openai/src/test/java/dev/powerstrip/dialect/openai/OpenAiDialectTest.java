package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static dev.powerstrip.dialect.openai.Samples.head;
import static dev.powerstrip.dialect.openai.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.sink.CallRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiDialectTest {

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/chat/completions", "/v1/chat/completions", "/v1/completions", "/v1/models",
        "/v1/models/count",
        "/v1/model/openai/gpt-4o", "/v1/models/openai/gpt-4o/endpoints", "/v1/models/local/library/llama3:8b/endpoints",
        "/api/v1/key", "/v1/auth/key", "/v1/generation", "/v1/images/generations", "/v1/audio/speech",
        "/api/v1/audio/transcriptions", "/v1/moderations"})
    void acceptsItsRoutes(String path) {
        assertThat(dialect.accepts(head("GET", path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions/", "/chat/completions", "/v2/models", "/v1/model/x",
        "/v1/models/x/endpoints", "/v1/keys", "/healthz", "/", "/v1/", "/admin/plugins", "/v1/images/edits"})
    void leavesOtherRoutesAlone(String path) {
        assertThat(dialect.accepts(head("POST", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/chat/completions,POST", "DELETE,/v1/models,GET", "PUT,/v1/key,GET"})
    void tellsAWrongMethod(String method, String path, String allowed) {
        assertThatThrownBy(() -> dialect.read(head(method, path), bytes("{}"))).isInstanceOfSatisfying(
            GatewayException.class,
            error -> {
                var answer = dialect.error(error, "gen-1");
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers().first("Allow")).hasValue(allowed);
                assertThat(error).hasMessage("%s is not allowed on %s: use %s".formatted(method, path, allowed));
            });
    }

    @Test
    void isItsOwnCanonicalForm() {
        var request = dialect.read(head("POST", "/v1/chat/completions"),
            bytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"));

        assertThat(dialect.canonical(request)).isSameAs(request);
    }

    @Test
    void saysErrorsInOpenRoutersEnvelope() {
        var answer = dialect.error(new GatewayException(ErrorType.PROVIDER_RATE_LIMITED, "slow down")
            .with("provider_code", "429").retryAfter(Duration.ofMillis(1500)), "gen-1");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().first("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().first("Retry-After")).hasValue("2");
        assertThat(text(answer)).isEqualTo("{\"error\":{\"code\":429,\"message\":\"slow down\",\"metadata\":"
            + "{\"error_type\":\"rate_limit_exceeded\",\"provider_code\":\"429\"}}}");
    }

    @Test
    void saysBesideTheMessageWhetherToTryAgain() {
        var error = new GatewayException(ErrorType.PROVIDER_RATE_LIMITED, "all are busy").with("availability",
            JsonParser.parseString("{\"code\":\"capacity_exhausted\",\"retryable\":true}"));

        assertThat(text(dialect.error(error, "gen-1")))
            .isEqualTo("{\"error\":{\"code\":429,\"message\":\"all are busy\","
                + "\"availability\":{\"code\":\"capacity_exhausted\",\"retryable\":true},"
                + "\"metadata\":{\"error_type\":\"rate_limit_exceeded\"}}}");
    }

    @Test
    void tellsNothingOfAFailureOfItsOwn() {
        var answer
            = dialect.error(new GatewayException(ErrorType.SERVER, "NullPointerException in Foo").with("a", "b"), "g");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(text(answer)).isEqualTo(
            "{\"error\":{\"code\":500,\"message\":\"Internal Server Error\",\"metadata\":{\"error_type\":\"server\"}}}");
    }

    @ParameterizedTest
    @CsvSource({"/v1/models,models.json", "/api/v1/model/openai/gpt-4o-mini,model.json",
        "/v1/models/openai%2Fgpt-4o-mini/endpoints,endpoints.json", "/api/v1/key,key.json", "/v1/auth/key,key.json",
        "/v1/generation?id=gen-7,generation.json", "/v1/models/count,count.json"})
    void answersLookUps(String path, String file) {
        var answer = lookup(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(pretty.toJson(JsonParser.parseString(text(answer))) + "\n").isEqualTo(Samples.file(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/v1/generation | 400 | the query parameter \"id\" is required",
        "/v1/generation?id= | 400 | the query parameter \"id\" is required",
        "/v1/generation?id=gen-8 | 404 | there is no generation of that id",
        "/v1/models/no/such/endpoints | 404 | there is no such model",
        "/v1/model/no/such | 404 | there is no such model",
        "/v1/model/no/%zz | 400 | the path is not properly encoded"})
    void saysWhyALookUpFails(String path, int status, String message) {
        assertThatThrownBy(() -> lookup(path)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type().status()).isEqualTo(status)).hasMessageContaining(message);
    }

    private HttpAnswer lookup(String path) {
        var record = CallRecord.of(JsonParser.parseString(Samples.file("record.json")).getAsJsonObject());
        var second = Samples.endpoint("azure", "Azure", "openai/gpt-4o-mini",
            "{\"supported_parameters\":[\"tools\",\"seed\"]}");
        return dialect.lookup(head("GET", path), Samples.PRINCIPAL,
            Samples.directory(Map.of("gen-7", record), Samples.PRICED, second, Samples.UNPRICED));
    }
}
