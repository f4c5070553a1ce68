package dev.powerstrip.dispatch;

import static dev.powerstrip.dispatch.Stage.all;
import static dev.powerstrip.dispatch.Stage.endpoint;
import static dev.powerstrip.dispatch.Stage.plan;
import static dev.powerstrip.dispatch.Stage.request;
import static dev.powerstrip.dispatch.Stage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.powerstrip.line.Answer;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.Revision;
import dev.powerstrip.line.testing.Background;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ChunkSource;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Gate;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PlanDispatcherTest {

    private static final Duration SHORT = Duration.ofMillis(80);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final String ROLE = "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    private static final String HELLO = "{\"choices\":[{\"delta\":{\"content\":\"grüße 🙂\"}}]}";
    private static final String MORE = "{\"choices\":[{\"delta\":{\"content\":\"more\"}}]}";
    private static final String DONE = "[DONE]";
    private static final String WHOLE = """
        {"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}""";
    private static final Reply GOOD = Reply.events(ROLE, HELLO, DONE);

    private final Stage stage = new Stage();

    @AfterEach
    void everyLeaseIsBack() {
        assertThat(stage.plugins.held()).isZero();
        stage.close();
    }

    @Test
    void handsOnTheFirstEndpointsAnswerFromTheBeginning() throws Exception {
        var eu = stage.provider("eu", "key-1");
        eu.answer(GOOD);

        var answer = stage.dispatch(plan("eu"));

        assertThat(answer.endpoint().provider()).isEqualTo("eu");
        assertThat(answer.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(all(answer)).containsExactly(ROLE, HELLO, DONE);
        assertThat(stage.attempts()).containsExactly("eu 200");
        var received = eu.take();
        assertThat(received.path()).isEqualTo("/v1/chat/completions");
        assertThat(received.header("Authorization")).contains("Bearer key-1");
        assertThat(received.text()).contains("\"model\":\"native-acme/large\"", "\"odd\":1");
    }

    @Test
    void asksForEmbeddingsByTheirContractAndPassesOverWhoHasItNot() throws Exception {
        var eu = stage.provider("eu");
        stage.plugins.put(stage.plugins.providers().get(0).settings(), new EmbeddingForwarder());
        stage.provider("chat-only");
        eu.answer(Reply.json("{\"data\":[],\"usage\":{\"prompt_tokens\":3}}"));
        var request = new EmbeddingRequest(Form.OPENAI_EMBEDDINGS,
            JsonView.parse("{\"input\":\"a\"}".getBytes(StandardCharsets.UTF_8)),
            List.of(Stage.MODEL), ProviderPreferences.none());

        var answer = stage.dispatch(plan("chat-only", "eu"), request, same -> same);

        assertThat(answer.form()).isEqualTo(Form.OPENAI_EMBEDDINGS);
        assertThat(answer.next().orElseThrow().usage()).contains(Usage.of(3, 0));
        assertThat(stage.attempts()).containsExactly("chat-only 404", "eu 200");
        answer.close();
    }

    @Test
    void passesOverWhoHasNoWordsForAllThatIsSaidWhereTheRequestWantsItAllSaid() throws Exception {
        ChatProvider curt = (request, attempt) -> {
            request.drop("seed");
            return new ForwardingProvider().chat(request, attempt);
        };
        stage.provider("curt", curt);
        stage.provider("eu").answer(GOOD);
        var preferences = new ProviderPreferences(List.of(), List.of(), List.of(), true, true);
        var request
            = new ChatRequest(Form.OPENAI_CHAT, Stage.request(true).body(), List.of(Stage.MODEL), true, preferences);

        assertThat(all(stage.dispatch(plan("curt", "eu"), request))).containsExactly(ROLE, HELLO, DONE);
        assertThat(stage.attempts()).containsExactly("eu 200");
        assertThat(stage.upstream("curt").requests()).isEmpty();
        assertThatThrownBy(() -> stage.dispatch(plan("curt"), request)).isInstanceOf(GatewayException.class)
            .hasMessage(
                "the model has no words for seed, and provider.require_parameters is true: leave that out, or ask "
                    + "another model");
    }

    @Test
    void passesOverWhomTheRequestCannotBeSaidToAndTellsWhyIfNobodyElseAnswers() throws Exception {
        ChatProvider single = (request, attempt) -> {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "n: this provider gives one answer only");
        };
        stage.provider("single", single);
        stage.provider("eu").answer(GOOD);

        assertThat(all(stage.dispatch(plan("single", "eu")))).containsExactly(ROLE, HELLO, DONE);
        assertThat(stage.attempts()).containsExactly("eu 200");
        assertThatThrownBy(() -> stage.dispatch(plan("single"))).isInstanceOf(GatewayException.class)
            .hasMessage("n: this provider gives one answer only");
    }

    @Test
    void tellsTheProviderWhatTheOperatorAndTheClientHaveToSayAndNoMore() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(GOOD);

        all(stage.dispatch(plan("eu")));

        var received = eu.take();
        assertThat(received.header("X-Team")).contains("blue");
        assertThat(received.header("anthropic-beta")).contains("b1");
        assertThat(received.header("traceparent")).contains("00-1");
        assertThat(received.header("tracestate")).contains("a=b");
        assertThat(received.header("x-anthropic-beta")).isEmpty();
        assertThat(received.header("Cookie")).isEmpty();
        assertThat(received.header("Authorization")).isEmpty();
    }

    @Test
    void asksWhoCanCountForACountAndEstimatesOtherwise() throws Exception {
        var eu = stage.provider("eu");
        stage.plugins.put(stage.plugins.providers().get(0).settings(), new CountingForwarder());
        stage.provider("us");
        eu.answer(Reply.json("{\"input_tokens\":14}"));
        var request = new CountRequest(Form.ANTHROPIC_MESSAGES,
            JsonView.parse("{\"system\":\"12345678\"}".getBytes(StandardCharsets.UTF_8)), List.of(Stage.MODEL),
            ProviderPreferences.none());

        assertThat(all(stage.dispatch(plan(endpoint("eu", Stage.MODEL, Form.ANTHROPIC_MESSAGES)), request)))
            .containsExactly("{\"input_tokens\":14}");
        assertThat(all(stage.dispatch(plan("us"), request, same -> same)))
            .containsExactly("{\"input_tokens\":2,\"estimated\":true}");
        assertThat(stage.attempts()).containsExactly("eu 200", "us 200");
    }

    @Test
    void keepsWhatEachAttemptSentForAClientThatWantsToSeeIt() throws Exception {
        var body = "{\"model\":\"acme/large\",\"messages\":[],\"stream\":true,\"debug\":{\"echo_upstream_body\":true}}";
        var request = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of(Stage.MODEL), true, ProviderPreferences.none());
        stage.exchange.asks(request, new Revision("dialect.plain", "plain", "1.0.0", "0123", 1));
        stage.provider("eu").answer(Reply.json(500, "{}"));
        stage.provider("us").answer(GOOD);

        all(stage.dispatch(plan("eu", "us"), request));

        assertThat(stage.exchange.sent()).hasSize(2).allSatisfy(sent -> assertThat(new String(sent,
            StandardCharsets.UTF_8)).startsWith("{\"model\":\"native-acme/large\"").doesNotContain("debug"));
    }

    @Test
    void handsOnAWholeAnswer() throws Exception {
        stage.provider("eu").answer(Reply.json(WHOLE));

        var answer = stage.dispatch(plan("eu"), request(false));

        var chunk = answer.next().orElseThrow();
        assertThat(chunk.whole()).isTrue();
        assertThat(text(chunk)).isEqualTo(WHOLE);
        assertThat(answer.next()).isEmpty();
        answer.close();
    }

    @Test
    void keepsTheConnectionForTheNextCall() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(GOOD, Reply.json(WHOLE), Reply.json(500, "{}"), GOOD);

        all(stage.dispatch(plan("eu")));
        all(stage.dispatch(plan("eu"), request(false)));
        assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(GatewayException.class);
        all(stage.dispatch(plan("eu")));

        assertThat(eu.connections()).isEqualTo(1);
        assertThat(eu.requests()).hasSize(4);
    }

    @Test
    void doesNotWaitForAnUpstreamThatNeverEndsItsBodyAfterTheTerminalEvent() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(Reply.stream().event(HELLO).event(DONE).stall());

        assertThat(all(stage.dispatch(plan("eu")))).containsExactly(HELLO, DONE);

        eu.take().awaitHangUp();
    }

    static List<Reply> failuresBeforeCommitment() {
        return List.of(Reply.reset(), Reply.raw("no http\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
            Reply.json(500, "{\"error\":{\"message\":\"boom\"}}"), Reply.json(429, "{}"), Reply.json(401, "{}"),
            Reply.json(403, "{}"), Reply.json(402, "{}"), Reply.json(404, "{}"), Reply.json(529, "{}"),
            Reply.json(302, "{}"), Reply.whole(200, "text/html", "<html>".getBytes(StandardCharsets.US_ASCII)),
            Reply.stream(), Reply.stream().cut(), Reply.stream().event(ROLE).cut(), Reply.stream().event(ROLE),
            Reply.stream().event(ROLE).thenReset(), Reply.stream().event("{not json"),
            Reply.stream().event("{\"error\":{\"message\":\"overloaded\",\"code\":503}}"),
            Reply.stream().text("data: {\"choi").cut(), Reply.json(WHOLE).declaring(5000).cut());
    }

    @ParameterizedTest
    @MethodSource("failuresBeforeCommitment")
    void triesTheNextEndpointWhenOneFailsBeforeCommitment(Reply failure) throws Exception {
        var eu = stage.provider("eu");
        eu.answer(failure);
        stage.provider("us").answer(GOOD);

        var answer = stage.dispatch(plan("eu", "us"));

        assertThat(answer.endpoint().provider()).isEqualTo("us");
        assertThat(all(answer)).containsExactly(ROLE, HELLO, DONE);
        assertThat(stage.attempts()).hasSize(2).last().isEqualTo("us 200");
        assertThat(eu.requests()).hasSize(1);
    }

    @Test
    void triesTheNextEndpointWhenTheFirstCannotBeReached() throws Exception {
        stage.provider("eu").refuseConnections();
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("eu 502", "us 200");
    }

    @Test
    void triesTheNextEndpointWhenTheFirstIsNotThereAnyMore() throws Exception {
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("gone", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("us 200");
    }

    @Test
    void saysThatNoneIsThereAnyMore() {
        assertThatThrownBy(() -> stage.dispatch(plan("gone"))).isInstanceOf(GatewayException.class)
            .hasMessageContaining("\"gone\" is not there any more");

        assertThat(stage.exchange.reachedProvider()).isFalse();
    }

    @Test
    void triesTheNextEndpointWhenTheHeadDoesNotCome() throws Exception {
        stage.firstByteTimeout(SHORT);
        var eu = stage.provider("eu");
        eu.answer(Reply.silence());
        stage.firstByteTimeout(PATIENT);
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("eu 504", "us 200");
        eu.awaitOpenConnections(0);
    }

    @Test
    void triesTheNextEndpointWhenTheContentDoesNotCome() throws Exception {
        stage.firstTokenTimeout(SHORT);
        stage.provider("eu").answer(Reply.stream().event(ROLE).stall());
        stage.firstTokenTimeout(PATIENT);
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("eu 504", "us 200");
    }

    @Test
    void anAdapterThatPollsIsHeldToTheTimeToTheFirstContent() throws Exception {
        stage.provider("eu", (request, attempt) -> {
            while (true) {
                attempt.pause(Duration.ofNanos(1));
                stage.clock.advance(Duration.ofSeconds(10));
            }
        });

        assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(GatewayException.class)
            .hasMessageContaining("did not answer in time");

        assertThat(stage.attempts()).containsExactly("eu 504");
    }

    @Test
    void anAdapterMayHaveAUrlFetchedAndReadAnAnswerItself() throws Exception {
        stage.provider("eu", (request, attempt) -> {
            var url = attempt.fetch(URI.create("https://example.com/cat.png"));
            try (var answer = attempt.send(UpstreamRequest.get(attempt.uri("job")).build())) {
                var bytes = (new String(url.bytes(), StandardCharsets.UTF_8) + " " + answer.status() + " "
                    + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
                return new ProviderResponse.Completed(Chunk.whole(Form.OPENAI_CHAT, bytes).build());
            }
        }).answer(Reply.json(200, "{}"));

        assertThat(all(stage.dispatch(plan("eu"), request(false))))
            .containsExactly("https://example.com/cat.png 200 {}");
    }

    @Test
    void countsTheTimeToTheFirstContentOverAllReads() throws Exception {
        var first = new Gate();
        stage.provider("eu").answer(Reply.stream().event(ROLE).pause(first).event(ROLE).stall());
        var call = Background.start(() -> stage.dispatch(plan("eu")));
        first.awaitReached();

        stage.clock.advance(Duration.ofSeconds(31));
        first.open();

        assertThatThrownBy(call::result).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.TIMEOUT));
        assertThat(stage.attempts()).containsExactly("eu 504");
    }

    @Test
    void givesAnAnswerThatComesWholeAllTheTimeItTakes() throws Exception {
        var gate = new Gate();
        stage.provider("eu").answer(Reply.chunked(200, "application/json").text(" ").pause(gate).text(WHOLE));
        var call = Background.start(() -> all(stage.dispatch(plan("eu"), request(false))));
        gate.awaitReached();

        stage.clock.advance(Duration.ofHours(1));
        gate.open();

        assertThat(call.result()).containsExactly(" " + WHOLE);
    }

    @Test
    void waitsOnlyTheIdleTimeOnceItIsCommitted() throws Exception {
        stage.idleTimeout(Duration.ofSeconds(1));
        stage.provider("eu").answer(Reply.stream().event(HELLO).stall());
        stage.provider("us").answer(GOOD);

        try (var answer = stage.dispatch(plan("eu", "us"))) {
            assertThat(text(answer.next().orElseThrow())).isEqualTo(HELLO);
            assertThatThrownBy(answer::next).isInstanceOfSatisfying(GatewayException.class, error -> {
                assertThat(error.type()).isEqualTo(ErrorType.TIMEOUT);
                assertThat(error.metadata().get("provider_name").getAsString()).isEqualTo("EU");
            });
        }

        assertThat(stage.attempts()).containsExactly("eu 200");
    }

    @Test
    void holdsBackWhatHasNoContentUntilSomeComes() throws Exception {
        var gate = new Gate();
        stage.provider("eu").answer(Reply.stream().event(ROLE).event(ROLE).pause(gate).event(HELLO).event(DONE));
        var call = Background.start(() -> stage.dispatch(plan("eu")));
        gate.awaitReached();
        assertThat(call.ended()).isFalse();

        gate.open();

        assertThat(all(call.result())).containsExactly(ROLE, ROLE, HELLO, DONE);
    }

    @Test
    void handsOnEachChunkAsItComes() throws Exception {
        var gate = new Gate();
        stage.provider("eu").answer(Reply.stream().event(HELLO).pause(gate).event(MORE).event(DONE));

        try (var answer = stage.dispatch(plan("eu"))) {
            assertThat(text(answer.next().orElseThrow())).isEqualTo(HELLO);
            gate.open();
            assertThat(text(answer.next().orElseThrow())).isEqualTo(MORE);
        }
    }

    @Test
    void readsAnAnswerThatComesOneByteAtATime() throws Exception {
        stage.provider("eu").answer(GOOD.inPiecesOf(1));

        assertThat(all(stage.dispatch(plan("eu")))).containsExactly(ROLE, HELLO, DONE);
    }

    @Test
    void takesAnAnswerWithoutContentForAnAnswer() throws Exception {
        var empty = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
        stage.provider("eu").answer(Reply.events(ROLE, empty, DONE));

        assertThat(all(stage.dispatch(plan("eu")))).containsExactly(ROLE, empty, DONE);
    }

    @Test
    void tellsThatAnAnswerBrokeOffAfterCommitmentAndTriesNobodyElse() throws Exception {
        for (var broken : List.of(Reply.stream().event(HELLO).cut(), Reply.stream().event(HELLO),
            Reply.stream().event(HELLO).thenReset(), Reply.stream().event(HELLO).text("data: [DO").cut())) {
            stage.provider("eu").answer(broken);
            var us = stage.provider("us");

            try (var answer = stage.dispatch(plan("eu", "us"))) {
                assertThat(text(answer.next().orElseThrow())).isEqualTo(HELLO);
                assertThatThrownBy(answer::next).isInstanceOfSatisfying(GatewayException.class,
                    error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
            }

            assertThat(us.requests()).isEmpty();
        }
    }

    @Test
    void handsOnWhatCameBeforeAnErrorInTheSameBreath() throws Exception {
        stage.provider("eu").answer(Reply.stream().text(
            "data: " + HELLO + "\n\ndata: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n"));

        try (var answer = stage.dispatch(plan("eu"))) {
            assertThat(text(answer.next().orElseThrow())).isEqualTo(HELLO);
            assertThatThrownBy(answer::next).isInstanceOf(GatewayException.class).hasMessageContaining("out of memory");
        }
    }

    @Test
    void throwsTheLastErrorWithWhatIsKnownOfTheOthers() throws Exception {
        stage.provider("eu").answer(Reply.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        stage.provider("us").refuseConnections();
        stage.provider("jp").answer(Reply.json(500, "{\"error\":{\"message\":\"boom\"}}"));

        var error = catchThrowableOfType(GatewayException.class, () -> stage.dispatch(plan("eu", "us", "jp")));

        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
        assertThat(error).hasMessage("Provider returned error: boom");
        assertThat(error.metadata()).hasToString("""
            {"raw":"{\\"error\\":{\\"message\\":\\"boom\\"}}","provider_code":"500","provider_name":"JP","previous_errors":[\
            {"provider":"eu","code":"provider_overloaded","status":503},\
            {"provider":"us","code":"provider_unavailable","status":502}]}""");
        assertThat(stage.attempts()).containsExactly("eu 503", "us 502", "jp 500");
    }

    @ParameterizedTest
    @CsvSource({"7,3,3", "3,7,3", "'',3,-1", "3,'',-1"})
    void asksToWaitAsLongAsTheQuickestWhereEveryoneAsksForIt(String first, String second, long expected)
        throws Exception {
        stage.provider("eu").answer(limited(first));
        stage.provider("us").answer(limited(second));

        var error = catchThrowableOfType(GatewayException.class, () -> stage.dispatch(plan("eu", "us")));

        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_RATE_LIMITED);
        assertThat(error.retryAfter().map(Duration::toSeconds).orElse(-1L)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"429,429,capacity_exhausted", "503,529,temporarily_unavailable",
        "404,404,model_unavailable_upstream", "429,503,none", "500,500,none"})
    void saysWhetherToTryAgainWhereEveryoneFailedForTheSameReason(int first, int second, String code)
        throws Exception {
        stage.provider("eu").answer(Reply.json(first, "{}").header("Retry-After", "9"));
        stage.provider("us").answer(Reply.json(second, "{}").header("Retry-After", "7"));

        var error = catchThrowableOfType(GatewayException.class, () -> stage.dispatch(plan("eu", "us")));

        if (code == null) {
            assertThat(error.metadata().has("availability")).isFalse();
        } else {
            assertThat(error.metadata().get("availability")).hasToString(
                "{\"code\":\"%s\",\"retryable\":%s,\"retry_after\":7,\"requested_models\":[\"acme/large\"],".formatted(
                    code,
                    !code.equals("model_unavailable_upstream")) + "\"affected_providers\":[\"eu\",\"us\"]}");
        }
    }

    private static Reply limited(String seconds) {
        return seconds.isEmpty() ? Reply.json(429, "{}") : Reply.json(429, "{}").header("Retry-After", seconds);
    }

    @Test
    void doesNotTakeARequestThatIsWrongToAnotherProviderOfTheSameModel() throws Exception {
        stage.provider("eu").answer(Reply.json(400, "{\"error\":{\"message\":\"temperature is too high\"}}"));
        var us = stage.provider("us");

        assertThatThrownBy(() -> stage.dispatch(plan("eu", "us"))).isInstanceOf(GatewayException.class)
            .hasMessage("temperature is too high");

        assertThat(us.requests()).isEmpty();
    }

    @Test
    void takesARequestThatIsWrongForOneModelToTheNextModel() throws Exception {
        stage.provider("eu").answer(Reply.json(400, "{\"error\":{\"message\":\"prompt is too long\"}}"));
        var us = stage.provider("us");
        us.answer(GOOD);

        var answer = stage.dispatch(plan(endpoint("eu", "small"), endpoint("us", "small"), endpoint("us", "large")));

        assertThat(answer.endpoint().model()).isEqualTo("large");
        assertThat(all(answer)).hasSize(3);
        assertThat(us.requests()).hasSize(1);
    }

    @Test
    void tellsTheClientNothingOfARefusedCredential() throws Exception {
        stage.provider("eu", "key-1").answer(Reply.json(401, "{\"error\":{\"message\":\"bad key sk-ab***cd\"}}"));

        var error = catchThrowableOfType(GatewayException.class, () -> stage.dispatch(plan("eu")));

        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE);
        assertThat(error).hasMessageNotContaining("sk-ab");
        assertThat(stage.attempts()).containsExactly("eu 401");
        assertThat(stage.secrets.refused).containsExactly("key-1");
    }

    @Test
    void beginsWithEachCredentialInTurn() throws Exception {
        var eu = stage.provider("eu", "key-1", "key-2", "key-3");
        eu.always(GOOD);

        for (int i = 0; i < 4; i++) {
            all(stage.dispatch(plan("eu")));
        }

        assertThat(eu.requests()).extracting(request -> request.header("Authorization").orElseThrow())
            .containsExactly("Bearer key-1", "Bearer key-2", "Bearer key-3", "Bearer key-1");
    }

    @ParameterizedTest
    @CsvSource({"401", "402", "429"})
    void triesTheNextCredentialBeforeTheNextEndpoint(int status) throws Exception {
        var eu = stage.provider("eu", "key-1", "key-2");
        eu.answer(Reply.json(status, "{}"), GOOD);
        var us = stage.provider("us");

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("eu " + status, "eu 200");
        assertThat(us.requests()).isEmpty();
    }

    @Test
    void triesEachCredentialOnce() throws Exception {
        var eu = stage.provider("eu", "key-1", "key-2");
        eu.always(Reply.json(429, "{}"));
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);

        assertThat(stage.attempts()).containsExactly("eu 429", "eu 429", "us 200");
    }

    @Test
    void doesNotTryAnotherCredentialForWhatIsNotItsFault() throws Exception {
        var eu = stage.provider("eu", "key-1", "key-2");
        eu.always(Reply.json(500, "{}"));

        assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(GatewayException.class);

        assertThat(eu.requests()).hasSize(1);
    }

    @Test
    void passesOverACredentialThatCannotBeHad() throws Exception {
        var eu = stage.provider("eu", "missing-1", "key-2");
        eu.always(GOOD);

        assertThat(all(stage.dispatch(plan("eu")))).hasSize(3);

        assertThat(eu.take().header("Authorization")).contains("Bearer key-2");
        assertThat(stage.attempts()).containsExactly("eu 502", "eu 200");
    }

    @Test
    void triesTheNextEndpointWhereNoCredentialCanBeHad() throws Exception {
        stage.provider("eu", "missing-1");
        stage.provider("us").answer(GOOD);

        assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);
    }

    @Test
    void asksForTheCanonicalFormOnceAndOnlyForThoseWhoDoNotSpeakTheClients() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(Reply.json(500, "{}"));
        stage.provider("us").answer(GOOD);
        var asked = new AtomicInteger();
        var plan = plan(endpoint("eu", "m"), endpoint("us", "m"));

        var answer = stage.dispatch(plan, request(Form.ANTHROPIC_MESSAGES, true), request -> {
            asked.incrementAndGet();
            return ((ChatRequest) request).in(Form.OPENAI_CHAT,
                JsonView.parse("{\"translated\":true}".getBytes(StandardCharsets.US_ASCII)));
        });

        assertThat(answer.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(all(answer)).hasSize(3);
        assertThat(eu.take().text()).contains("translated");
        assertThat(asked).hasValue(1);
    }

    @Test
    void leavesARequestAsItIsForThoseWhoSpeakItsForm() throws Exception {
        stage.provider("eu").answer(Reply.stream().event("message_start", "{\"type\":\"message_start\"}")
            .event("message_stop", "{\"type\":\"message_stop\"}"));

        var answer = stage.dispatch(plan(endpoint("eu", "m", Form.OPENAI_CHAT, Form.ANTHROPIC_MESSAGES)),
            request(Form.ANTHROPIC_MESSAGES, true));

        assertThat(answer.form()).isEqualTo(Form.ANTHROPIC_MESSAGES);
        assertThat(all(answer)).hasSize(2);
    }

    @Test
    void passesOverAnEndpointThatCannotBeToldTheRequest() throws Exception {
        stage.provider("eu");
        stage.provider("us").answer(Reply.stream().event("message_stop", "{\"type\":\"message_stop\"}"));
        var plan = plan(endpoint("eu", "m"), endpoint("us", "m", Form.ANTHROPIC_MESSAGES));

        var answer = stage.dispatch(plan, request(Form.ANTHROPIC_MESSAGES, true), request -> {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "there is no word for this");
        });

        assertThat(answer.endpoint().provider()).isEqualTo("us");
        answer.close();
        assertThat(stage.attempts()).containsExactly("us 200");
    }

    @Test
    void takesAnythingAnAdapterThrowsForThatAttemptsFailure() throws Exception {
        var broken = new ArrayList<ChatProvider>();
        broken.add((request, attempt) -> {
            throw new IllegalStateException("broken");
        });
        broken.add((request, attempt) -> {
            throw new StackOverflowError();
        });
        broken.add((request, attempt) -> {
            throw new IOException("no way");
        });
        broken.add((request, attempt) -> null);
        broken.add((request, attempt) -> attempt.exchange(
            UpstreamRequest.post(attempt.uri("/x"), new byte[0]).build(), reader((frame, chunks) -> {
                throw new NoSuchMethodError("old SDK");
            })));
        broken.add((request, attempt) -> attempt.exchange(
            UpstreamRequest.get(URI.create("http://elsewhere.example/")).build(), reader((frame, chunks) -> {})));
        for (var adapter : broken) {
            stage.provider("eu", adapter).always(GOOD);
            stage.provider("us").answer(GOOD);

            assertThat(all(stage.dispatch(plan("eu", "us")))).hasSize(3);
        }

        assertThat(stage.attempts()).hasSize(12).filteredOn(attempt -> attempt.equals("eu 502")).hasSize(6);
    }

    @Test
    void tellsOfAReaderThatBreaksAfterCommitment() throws Exception {
        stage.provider("eu", (request, attempt) -> attempt.exchange(
            UpstreamRequest.post(attempt.uri("/x"), new byte[0]).build(), reader((frame, chunks) -> {
                if (new String(frame.data(), StandardCharsets.UTF_8).equals(DONE)) {
                    throw new IllegalStateException("broken");
                }
                AnswerReader.of(Form.OPENAI_CHAT).read(frame, chunks);
            }))).answer(GOOD);

        try (var answer = stage.dispatch(plan("eu"))) {
            answer.next();
            answer.next();
            assertThatThrownBy(answer::next).isInstanceOf(GatewayException.class)
                .hasMessage("the provider's adapter failed");
        }
    }

    private static AnswerReader reader(AnswerReader of) {
        return of;
    }

    @Test
    void handsOnWhatAnAdapterProducesItself() throws Exception {
        var source = new ListedSource(List.of(piece(ROLE), content(HELLO), terminal()));
        stage.provider("eu", (request, attempt) -> new ProviderResponse.Streamed(source));
        stage.provider("us", (request, attempt) -> new ProviderResponse.Completed(
            Chunk.whole(Form.OPENAI_CHAT, WHOLE.getBytes(StandardCharsets.UTF_8)).build()));

        assertThat(all(stage.dispatch(plan("eu")))).containsExactly(ROLE, HELLO, DONE);
        assertThat(all(stage.dispatch(plan("us"), request(false)))).containsExactly(WHOLE);

        assertThat(source.closed).hasValue(1);
    }

    @Test
    void closesAnAdaptersSourceOnceAlsoWhenItFails() throws Exception {
        var breaksOff = new ListedSource(List.of(piece(ROLE)));
        var breaksOffLater = new ListedSource(List.of(content(HELLO)));
        stage.provider("eu", (request, attempt) -> new ProviderResponse.Streamed(breaksOff));
        stage.provider("us", (request, attempt) -> new ProviderResponse.Streamed(breaksOffLater));

        var answer = stage.dispatch(plan("eu", "us"));
        answer.next();
        assertThatThrownBy(answer::next).isInstanceOf(GatewayException.class).hasMessageContaining("broke off");
        answer.close();
        answer.close();

        assertThat(breaksOff.closed).hasValue(1);
        assertThat(breaksOffLater.closed).hasValue(1);
    }

    @Test
    void letsAnAdapterCallSeveralTimesAndClosesWhatItLeavesOpen() throws Exception {
        var eu = stage.provider("eu", (request, attempt) -> {
            for (int i = 0; i < 25; i++) {
                attempt.send(UpstreamRequest.get(attempt.uri("/poll")).build());
                attempt.pause(Duration.ofMillis(1));
                if (i % 5 == 4) {
                    throw new IOException("five are enough");
                }
            }
            return null;
        });
        eu.always(Reply.stream().event("x").stall());

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(GatewayException.class);
        }

        assertThat(eu.requests()).hasSize(20);
        eu.awaitOpenConnections(0);
    }

    @Test
    void endsTheWaitForTheHeadWhenTheClientHangsUp() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(Reply.silence());
        var us = stage.provider("us");
        var call = Background.start(() -> stage.dispatch(plan("eu", "us")));
        var received = eu.take();

        stage.exchange.cancellation().cancel();

        assertThatThrownBy(call::result).isInstanceOf(ClientGoneException.class);
        received.awaitHangUp();
        assertThat(us.requests()).isEmpty();
        assertThat(stage.attempts()).containsExactly("eu 499");
    }

    @Test
    void endsTheWaitForContentWhenTheClientHangsUp() throws Exception {
        var gate = new Gate();
        var eu = stage.provider("eu");
        eu.answer(Reply.stream().event(ROLE).pause(gate));
        var call = Background.start(() -> stage.dispatch(plan("eu")));
        gate.awaitReached();

        stage.exchange.cancellation().cancel();

        assertThatThrownBy(call::result).isInstanceOf(ClientGoneException.class);
        eu.take().awaitHangUp();
    }

    @Test
    void endsTheWaitForTheNextChunkWhenTheClientHangsUp() throws Exception {
        var gate = new Gate();
        var eu = stage.provider("eu");
        eu.answer(Reply.stream().event(HELLO).pause(gate));
        Answer answer = stage.dispatch(plan("eu"));
        answer.next();
        var call = Background.start(answer::next);
        gate.awaitReached();

        stage.exchange.cancellation().cancel();

        assertThatThrownBy(call::result).isInstanceOf(ClientGoneException.class);
        eu.take().awaitHangUp();
        answer.close();
    }

    @Test
    void tellsAnUpstreamThatGoesOnWorkingWhenTheClientHangsUp() throws Exception {
        var gate = new Gate();
        var eu = stage.provider("eu", (request, attempt) -> {
            attempt.ifAbandoned(UpstreamRequest.post(attempt.uri("cancel"), new byte[0]).build());
            return listening(attempt);
        });
        eu.on("/listen", Reply.stream().event(HELLO).pause(gate));
        eu.on("/cancel", Reply.json("{}"));
        var answer = stage.dispatch(plan("eu"));
        answer.next();
        gate.awaitReached();
        eu.takeAll();

        stage.exchange.cancellation().cancel();
        answer.close();

        assertThat(eu.take().path()).isEqualTo("/v1/cancel");
    }

    @Test
    void tellsItNothingWhenItsWorkIsOver() throws Exception {
        var eu = stage.provider("eu", (request, attempt) -> {
            attempt.ifAbandoned(UpstreamRequest.post(attempt.uri("cancel"), new byte[0]).build()).run();
            return listening(attempt);
        });
        eu.on("/listen", GOOD);

        assertThat(all(stage.dispatch(plan("eu")))).contains(DONE);

        stage.close();
        assertThat(eu.requests()).hasSize(1);
    }

    private static ProviderResponse listening(Attempt attempt) {
        return attempt.exchange(UpstreamRequest.get(attempt.uri("listen")).build(), AnswerReader.of(Form.OPENAI_CHAT));
    }

    @Test
    void tellsTheClientWhenTheAdaptersTimeIsOverAndTriesAnotherEndpointBeforeCommitment() throws Exception {
        var gate = new Gate();
        stage.provider("eu").answer(Reply.silence());
        var us = stage.provider("us");
        us.answer(Reply.stream().event(HELLO).pause(gate));
        var call = Background.start(() -> stage.dispatch(plan("eu", "us")));
        stage.upstream("eu").take();

        stage.plugins.recall();
        var answer = call.result();
        answer.next();
        var rest = Background.start(answer::next);
        gate.awaitReached();
        stage.plugins.recall();

        assertThatThrownBy(rest::result).isInstanceOf(GatewayException.class)
            .hasMessageContaining("was replaced").hasMessageContaining("send the request again");
        us.take().awaitHangUp();
        answer.close();
        assertThat(stage.attempts()).containsExactly("eu 502", "us 200");
    }

    @Test
    void tellsWhyWhenTheGatewayEndsACall() throws Exception {
        var gate = new Gate();
        var eu = stage.provider("eu");
        eu.answer(Reply.stream().event(HELLO).pause(gate));
        var answer = stage.dispatch(plan("eu"));
        answer.next();
        var call = Background.start(answer::next);
        gate.awaitReached();

        stage.exchange.stop(new GatewayException(ErrorType.UNAVAILABLE, "the dialect was replaced"));

        assertThatThrownBy(call::result).isInstanceOf(GatewayException.class).hasMessage("the dialect was replaced");
        answer.close();
    }

    @Test
    void endsAnAdaptersPauseWhenTheClientHangsUp() throws Exception {
        var pausing = new CountDownLatch(1);
        stage.provider("eu", (request, attempt) -> {
            pausing.countDown();
            attempt.pause(Duration.ofHours(1));
            return null;
        });
        var call = Background.start(() -> stage.dispatch(plan("eu")));
        pausing.await();

        stage.exchange.cancellation().cancel();

        assertThatThrownBy(call::result).isInstanceOf(ClientGoneException.class);
    }

    @Test
    void triesNothingForAClientThatIsGoneAlready() throws Exception {
        FakeUpstream eu = stage.provider("eu");
        stage.exchange.cancellation().cancel();

        assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(ClientGoneException.class);

        assertThat(eu.connections()).isZero();
        assertThat(stage.exchange.reachedProvider()).isFalse();
    }

    @Test
    void endsTheCallWhenAnAnswerIsClosedBeforeItsEnd() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(Reply.stream().event(HELLO).stall());

        stage.dispatch(plan("eu")).close();

        eu.take().awaitHangUp();
    }

    @Test
    void readsNoMoreOfARefusalThanItNeeds() throws Exception {
        var eu = stage.provider("eu");
        eu.answer(Reply.chunked(500, "text/plain").text("x".repeat(200_000)).stall());

        assertThatThrownBy(() -> stage.dispatch(plan("eu"))).isInstanceOf(GatewayException.class);

        eu.take().awaitHangUp();
    }

    @Test
    void countsEveryAttemptThoughItIsTheSameEndpointAgain() throws Exception {
        stage.provider("eu").always(Reply.json(500, "{}"));
        Plan twice = plan("eu", "eu");

        assertThatThrownBy(() -> stage.dispatch(twice)).isInstanceOf(GatewayException.class);

        assertThat(stage.attempts()).containsExactly("eu 500", "eu 500");
    }

    private static Chunk piece(String data) {
        return Chunk.piece(Form.OPENAI_CHAT, "", data.getBytes(StandardCharsets.UTF_8)).build();
    }

    private static Chunk content(String data) {
        return Chunk.piece(Form.OPENAI_CHAT, "", data.getBytes(StandardCharsets.UTF_8)).content(() -> data).build();
    }

    private static Chunk terminal() {
        return Chunk.piece(Form.OPENAI_CHAT, "", DONE.getBytes(StandardCharsets.UTF_8)).terminal().build();
    }

    private static final class ListedSource implements ChunkSource {

        final AtomicInteger closed = new AtomicInteger();
        private final List<Chunk> chunks;

        ListedSource(List<Chunk> chunks) {
            this.chunks = new ArrayList<>(chunks);
        }

        @Override
        public Optional<Chunk> next() {
            return chunks.isEmpty() ? Optional.empty() : Optional.of(chunks.remove(0));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
