package dev.powerstrip.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.Answer;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Gate;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.testing.TestAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReplicateProviderTest {

    private static final ScriptedPrediction PREDICTION = ScriptedPrediction.of("p1");

    @AutoClose
    private final FakeUpstream upstream;

    ReplicateProviderTest() throws IOException {
        upstream = new FakeUpstream();
    }

    @Test
    void looksAgainWhereAWholeAnswerTakesLonger() {
        upstream.answer(Reply.json(201, PREDICTION.running(upstream)), Reply.json(PREDICTION.running(upstream)),
            Reply.json(PREDICTION.succeeded(3, 2)));

        var answer = ask(attempt("a/b"), false);

        assertThat(answer.text()).isEqualTo("Hello!");
        assertThat(answer.usage()).contains(Usage.of(3, 2));
        assertThat(upstream.take().header("Prefer")).contains("wait=5");
        assertThat(upstream.take().path()).isEqualTo("/predictions/p1");
        assertThat(upstream.take().path()).isEqualTo("/predictions/p1");
    }

    @Test
    void saysTheOutputOfAModelThatDoesNotStreamAtItsEnd() {
        upstream.answer(Reply.json(201, "{\"id\":\"p1\",\"status\":\"starting\",\"urls\":{}}"),
            Reply.json(PREDICTION.succeeded(3, 2)));

        var answer = ask(attempt("a/b"), true);

        assertThat(answer.complete()).isTrue();
        assertThat(answer.chunks()).noneMatch(chunk -> chunk.whole());
        assertThat(answer.text()).isEqualTo("Hello!");
    }

    @Test
    void cancelsThePredictionOfWhoLeavesItsStream() {
        var gate = new Gate();
        PREDICTION.madeFor(upstream, "stream");
        upstream.on("/stream/p1", Reply.stream().event("output", "Hel").pause(gate));
        var attempt = attempt("a/b");
        var waiting = CompletableFuture.supplyAsync(() -> ask(attempt, true));
        gate.awaitReached();
        upstream.takeAll();

        attempt.cancel();

        assertThat(waiting.join().failure()).containsInstanceOf(IOException.class);
        var cancel = upstream.take();
        assertThat(cancel.method() + " " + cancel.path()).isEqualTo("POST /predictions/p1/cancel");
        assertThat(cancel.header("Authorization")).contains("Bearer token");
    }

    @Test
    void cancelsThePredictionOfWhoDoesNotWaitForIt() {
        var gate = new Gate();
        upstream.answer(Reply.json(201, PREDICTION.running(upstream)));
        upstream.on("/predictions/p1", Reply.silence().after(gate));
        var attempt = attempt("a/b");
        var waiting = CompletableFuture.supplyAsync(() -> ask(attempt, false));
        gate.awaitReached();
        upstream.takeAll();

        attempt.cancel();

        assertThat(waiting.join().failure()).containsInstanceOf(IOException.class);
        assertThat(upstream.take().path()).isEqualTo("/predictions/p1/cancel");
    }

    @Test
    void cancelsNothingThatHasEnded() {
        PREDICTION.madeFor(upstream, "stream").endsWith(upstream, 3, 2);
        upstream.on("/stream/p1", Reply.stream().event("output", "Hello!").event("done", "{}"));
        var attempt = attempt("a/b");

        assertThat(ask(attempt, true).complete()).isTrue();
        attempt.cancel();
        ask(attempt("a/b"), true);

        assertThat(upstream.requests()).noneMatch(request -> request.path().endsWith("/cancel"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "meta/llama | /models/meta/llama/predictions | ''",
        "deployments/me/mine | /deployments/me/mine/predictions | ''",
        "me/mine:0123456789012345678901234567890123456789012345678901234567890123 | /predictions | 0123456789012345678901234567890123456789012345678901234567890123"
    })
    void makesAPredictionOfAModelADeploymentOrAVersion(String model, String path, String version) {
        upstream.answer(Reply.json(201, PREDICTION.succeeded(3, 2)));

        ask(attempt(model), false);

        var request = upstream.take();
        assertThat(request.path()).isEqualTo(path);
        assertThat(JsonView.parse(request.body()).get("version").string().orElse("")).isEqualTo(version);
    }

    @Test
    void tellsWhatAModelSaidWhenItFailed() {
        upstream.answer(Reply.json(201, "{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"CUDA out of memory\"}"),
            Reply.json(201, "{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"prompt is too long\"}"),
            Reply.json(201, "{\"id\":\"p1\",\"status\":\"canceled\",\"error\":null}"),
            Reply.json(201, "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":{\"url\":\"x\"}}"));

        assertThat(error(ask(attempt("a/b"), false))).hasMessageContaining("CUDA out of memory")
            .extracting(GatewayException::type).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
        assertThat(error(ask(attempt("a/b"), false)).type()).isEqualTo(ErrorType.CONTEXT_LENGTH_EXCEEDED);
        assertThat(error(ask(attempt("a/b"), false))).hasMessageContaining("canceled");
        assertThat(error(ask(attempt("a/b"), false))).hasMessageContaining("none for chat");
    }

    @Test
    void tellsHowLongToWaitWhereOnlyTheTextDoes() {
        upstream.answer(Reply.json(429,
            "{\"detail\":\"Request was throttled. Expected available in 3 seconds.\",\"status\":429}"));

        var error = error(ask(attempt("a/b"), true));

        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_RATE_LIMITED);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void neverTellsAStreamAsCompleteThatTheProviderEndedEarly() {
        PREDICTION.madeFor(upstream, "stream");
        upstream.on("/stream/p1", Reply.stream().event("output", "Hel").event("done", "{\"reason\":\"canceled\"}"));

        var answer = ask(attempt("a/b"), true);

        assertThat(answer.complete()).isFalse();
        assertThat(error(answer)).hasMessageContaining("canceled");
    }

    @Test
    void saysAConversationAsAPromptWhereAModelKnowsNothingElse() {
        var messages = """
            [{"role":"system","content":"Be brief."},{"role":"user","content":"Who?"},
             {"role":"assistant","content":"Me."},{"role":"user","content":"Why?"}]""";

        assertThat(input("{}", messages, ""))
            .isEqualTo(
                "{\"system_prompt\":\"Be brief.\",\"prompt\":\"User: Who?\\n\\nAssistant: Me.\\n\\nUser: Why?\\n\\nAssistant:\"}");
        assertThat(input("{\"input\":{}}",
            "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi.\"}]", ""))
            .isEqualTo("{\"prompt\":\"Be brief.\\n\\nHi.\"}");
    }

    @Test
    void saysWhatTheModelTakesUnderItsNames() {
        var hi = "[{\"role\":\"user\",\"content\":\"Hi.\"}]";

        assertThat(input("{\"input\":{\"limit\":\"max_new_tokens\"},\"supported_parameters\":[\"stop\",\"top_p\"]}", hi,
            ",\"max_tokens\":5,\"stop\":[\"a\",\"b\"],\"top_p\":0.5,\"temperature\":1"))
            .isEqualTo("{\"prompt\":\"Hi.\",\"top_p\":0.5,\"stop_sequences\":\"a,b\",\"max_new_tokens\":5}");
        assertThat(input("{\"input\":{\"usual_limit\":4096}}", hi, ",\"seed\":1"))
            .isEqualTo("{\"prompt\":\"Hi.\",\"seed\":1,\"max_tokens\":4096}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{\"role\":\"user\",\"content\":\"x\"}] | ,\"n\":2 | n",
        "[{\"role\":\"user\",\"content\":\"x\"}] | ,\"tools\":[{\"type\":\"function\"}] | tools",
        "[{\"role\":\"tool\",\"content\":\"x\"}] | '' | role",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"file\"}]}] | '' | type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}] | '' | image_url"
    })
    void refusesByNameWhatNoPredictionCanSay(String messages, String more, String named) {
        assertThatThrownBy(() -> input("{}", messages, more)).isInstanceOf(GatewayException.class)
            .hasMessageContaining(named);
        assertThat(upstream.requests()).isEmpty();
    }

    private String input(String facts, String messages, String more) {
        upstream.answer(Reply.json(201, PREDICTION.succeeded(3, 2)));
        var endpoint = Endpoint.of("replicate", "Replicate", "a/b", "a/b",
            JsonParser.parseString(facts).getAsJsonObject());
        var attempt = TestAttempt.at(endpoint, upstream.baseUri());
        Answer.of(new ReplicateProvider(), request(messages, more, false), attempt).failure().ifPresent(failure -> {
            throw (GatewayException) failure;
        });
        return new String(JsonView.parse(upstream.take().body()).get("input").toBytes(), StandardCharsets.UTF_8);
    }

    private TestAttempt attempt(String model) {
        return TestAttempt.at(Endpoint.of("replicate", "Replicate", "a/b", model, new JsonObject()), upstream.baseUri())
            .withCredential("token");
    }

    private static Answer ask(TestAttempt attempt, boolean streamed) {
        return Answer.of(new ReplicateProvider(),
            request("[{\"role\":\"user\",\"content\":\"Hello?\"}]", "", streamed), attempt);
    }

    private static ChatRequest request(String messages, String more, boolean streamed) {
        var body = "{\"model\":\"a/b\",\"messages\":%s%s}".formatted(messages, more);
        return new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of("a/b"), streamed, ProviderPreferences.none());
    }

    private static GatewayException error(Answer answer) {
        return (GatewayException) answer.failure().orElseThrow();
    }
}
