package dev.powerstrip.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.powerstrip.line.Admission;
import dev.powerstrip.line.Answer;
import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Guardrails;
import dev.powerstrip.line.Journal;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Revision;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

    private static final Principal ANN = new Principal("a1", "ann", Principal.Role.INFERENCE);
    private static final Endpoint ENDPOINT = Endpoint.of("p", "P", "m", "native-m", new JsonObject());
    private static final Revision PROVIDER = new Revision("provider.p", "p", "1.0.0", "0123", 1);

    private final List<CallRecord> journal = new ArrayList<>();
    private final FakePlugins plugins = new FakePlugins();
    private final NoLedger ledger = new NoLedger();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final FakeClient streaming = new FakeClient("POST", "/v1/plain", "{\"model\":\"m\",\"stream\":true}");
    private final FakeClient waiting = new FakeClient("POST", "/v1/plain", "{\"model\":\"m\"}");
    private Guardrails.Guard guard = new OpenGuard();
    private Runnable beforeAnyTry = () -> {};
    private Exchange called;
    private Deliveries deliveries = deliveries(streaming, "PT1H");

    @BeforeEach
    void start() {
        plugins.put(Dialect.class, "plain", new PlainDialect());
    }

    @AfterEach
    void stop() {
        deliveries.stop();
    }

    @Test
    void handsAStreamOnChunkByChunkAndItsEndOnlyAfterTheRecordIsWritten() throws Exception {
        steps.add(chunk("a"));
        steps.add(chunk("b"));
        steps.add(terminal("[DONE]"));

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a", "write b",
            "record COMPLETE", "end [DONE]");
        assertThat(plugins.leased()).isEqualTo(1);
        assertThat(plugins.held()).isZero();
    }

    @Test
    void showsWhatWasSentUpstreamBeforeAnyChunkToAClientThatWantsToSeeIt() throws Exception {
        var client = new FakeClient("POST", "/v1/plain",
            "{\"model\":\"m\",\"stream\":true,\"debug\":{\"echo_upstream_body\":true}}");
        deliveries = deliveries(client, "PT1H");
        steps.add(chunk("a"));
        steps.add(terminal("[DONE]"));
        beforeAnyTry = () -> called.sends("body".getBytes(StandardCharsets.UTF_8));

        gateway().serve(client);

        assertThat(client.events()).containsExactly("begin 200 text/event-stream", "write sent: body", "write a",
            "record COMPLETE", "end [DONE]");
    }

    @Test
    void namesEveryAnswerByTheClientsOwnRequestId() throws Exception {
        for (var method : List.of("POST", "GET")) {
            var client = new FakeClient(method, "/v1/plain", "{\"model\":\"m\"}", Headers.of("x-request-id", "req-7"));
            deliveries = deliveries(client, "PT1H");
            steps.add(terminal("{}"));

            gateway().serve(client);

            assertThat(client.headers.first("X-Request-Id")).as(method).hasValue("req-7");
        }
        assertThat(journal).singleElement().extracting(record -> record.text("request_id"))
            .isEqualTo(Optional.of("req-7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "gr\u00fc\u00dfe"})
    void namesAnAnswerByItsGenerationIdWhereTheClientSentNoIdThatMayBeRepeated(String id) throws Exception {
        var client = new FakeClient("POST", "/v1/plain", "{}", Headers.of("x-request-id", id));
        deliveries = deliveries(client, "PT1H");

        gateway().serve(client);

        assertThat(client.headers.first("X-Request-Id")).isEqualTo(client.headers.first("X-Generation-Id"))
            .hasValueSatisfying(name -> assertThat(name).startsWith("gen-"));
    }

    @Test
    void sendsAWholeAnswerAtOnceAfterItsRecordIsWritten() throws Exception {
        deliveries = deliveries(waiting, "PT1H");
        steps.add(terminal("{}"));

        gateway().serve(waiting);

        assertThat(waiting.events()).containsExactly("record COMPLETE", "answer 200 {}");
    }

    @Test
    void answersWithTheErrorsStatusWhileNothingHasBegun() throws Exception {
        deliveries = deliveries(waiting, "PT1H");
        steps.add(() -> {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "down");
        });

        gateway().serve(waiting);

        assertThat(waiting.events()).containsExactly("record FAILED", "answer 502 \"down\"");
    }

    @Test
    void tellsOfAFailureInTheStreamOnceItHasBegun() throws Exception {
        steps.add(chunk("a"));
        steps.add(() -> {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "broke off");
        });

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a",
            "record UPSTREAM_TRUNCATED", "end failed: broke off");
    }

    @Test
    void breaksAnAnswerOffWhereNoFailureCanBeTold() throws Exception {
        steps.add(chunk("a"));
        steps.add(() -> {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, PlainDialect.UNSPEAKABLE);
        });

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a",
            "record UPSTREAM_TRUNCATED", "abort");
    }

    @Test
    void recordsAClientThatHungUpAndCancelsItsWork() throws Exception {
        steps.add(chunk("a"));
        steps.add(() -> {
            streaming.hangUp();
            throw new ClientGoneException(new IOException("gone"));
        });

        gateway().serve(streaming);

        assertThat(journal).singleElement().extracting(CallRecord::end).isEqualTo(EndState.CLIENT_CANCELLED);
        assertThat(plugins.leased()).isEqualTo(1);
        assertThat(plugins.held()).isZero();
    }

    @Test
    void endsAnAnswerThatAGuardrailStopsBeforeItsChunkIsDelivered() throws Exception {
        guard = new OpenGuard() {

            @Override
            public void judge(Chunk chunk) {
                if (chunk.content() && chunk.text().equals("b")) {
                    throw new GatewayException(ErrorType.CONTENT_POLICY_VIOLATION, "not that");
                }
            }
        };
        steps.add(chunk("a"));
        steps.add(chunk("b"));

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a",
            "record LIMIT_STOPPED", "end failed: not that");
    }

    @Test
    void endsACallInItsOwnDialectWhenTheDialectsTimeIsOver() throws Exception {
        steps.add(chunk("a"));
        steps.add(() -> {
            plugins.recall();
            called.checkStopped();
            throw new AssertionError("the exchange was not stopped");
        });

        gateway().serve(streaming);

        assertThat(streaming.events()).startsWith("begin 200 text/event-stream", "write a",
            "record UPSTREAM_TRUNCATED").last().asString().contains("dialect.plain was replaced");
    }

    @Test
    void tellsWhoWatchesHowACallEnded() throws Exception {
        var ends = new ArrayList<EndState>();
        steps.add(() -> {
            called.watchedBy((exchange, end) -> ends.add(end));
            return chunk("a").run();
        });
        steps.add(() -> {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "broke off");
        });

        gateway().serve(streaming);

        assertThat(ends).containsExactly(EndState.UPSTREAM_TRUNCATED);
    }

    @Test
    void leavesNoRecordOfACallThatReachedNoProvider() throws Exception {
        var client = new FakeClient("POST", "/v1/plain", "{}");

        gateway().serve(client);

        assertThat(client.events()).containsExactly("answer 400 \"model is missing\"");
        assertThat(journal).isEmpty();
    }

    @Test
    void keepsADialectsBugToItselfAndTellsNothingOfIt() throws Exception {
        var client = new FakeClient("POST", "/v1/plain", "{\"bug\":true}");

        gateway().serve(client);

        assertThat(client.events()).containsExactly("answer 500 \"Internal Server Error\"");
    }

    @Test
    void saysThatThereIsNoSuchRoute() throws Exception {
        var client = new FakeClient("POST", "/v1/nowhere", "{}");

        gateway().serve(client);

        assertThat(client.events()).singleElement().asString().startsWith("answer 404")
            .contains("there is no POST /v1/nowhere");
    }

    @ParameterizedTest
    @CsvSource({"/v1/models,true", "/api/v1/models,true", "/v1beta/models,true", "/v1beta,false", "/admin,false"})
    void takesThePathsOfEveryApi(String path, boolean taken) {
        assertThat(gateway().accepts(new FakeClient("GET", path, "").head())).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void looksUpWhatNoModelIsAsked(String method) throws Exception {
        var client = new FakeClient(method, "/v1/plain", "");

        gateway().serve(client);

        assertThat(client.events()).containsExactly("answer 200 \"ann\"");
    }

    @Test
    void lendsADialectTheAnswersOfItsCaller() throws Exception {
        var next = "{\"model\":\"m\",\"stream\":true,\"before\":\"kept\"}";
        var early = new FakeClient("POST", "/v1/plain", next);
        gateway().serve(early);
        steps.add(chunk("a"));
        steps.add(terminal("z"));
        gateway().serve(streaming);
        steps.add(chunk("b"));
        steps.add(terminal("y"));
        var late = new FakeClient("POST", "/v1/plain", next);
        gateway().serve(late);

        assertThat(early.events()).containsExactly("answer 404 \"there is no kept\"");
        assertThat(ledger.kept).containsOnlyKeys("a1/kept");
        assertThat(late.events()).contains("end y");
    }

    @Test
    void goesOnWithoutAClientThatDoesNotWait() throws Exception {
        var client = new FakeClient("POST", "/v1/plain", "{\"model\":\"m\",\"later\":true}");
        steps.add(() -> {
            client.hangUp();
            assertThat(client.events()).containsExactly("answer 200 \"later\"");
            assertThat(kept()).isEqualTo("begun");
            return Optional.of(Chunk.whole(Form.OPENAI_CHAT, bytes("done")).build());
        });

        gateway().serve(client);

        assertThat(client.events()).hasSize(1);
        assertThat(kept()).isEqualTo("done");
        assertThat(journal).singleElement().extracting(CallRecord::end).isEqualTo(EndState.COMPLETE);
    }

    @Test
    void keepsAFailureForAClientThatDidNotWait() throws Exception {
        var client = new FakeClient("POST", "/v1/plain", "{\"model\":\"m\",\"later\":true}");
        steps.add(() -> {
            throw new GatewayException(ErrorType.TIMEOUT, "too slow");
        });

        gateway().serve(client);

        assertThat(client.events()).containsExactly("answer 200 \"later\"");
        assertThat(kept()).isEqualTo("failed: too slow");
        assertThat(journal).singleElement().extracting(CallRecord::end).isEqualTo(EndState.FAILED);
    }

    @Test
    void endsTheWorkForAClientThatDidNotWaitWhenItIsCancelled() throws Exception {
        var gateway = gateway();
        steps.add(() -> {
            assertThat(cancel(gateway)).isEqualTo("answer 200 true");
            assertThat(cancel(gateway)).isEqualTo("answer 200 false");
            assertThat(called.cancellation().isCancelled()).isTrue();
            return Optional.of(Chunk.whole(Form.OPENAI_CHAT, bytes("done")).build());
        });

        gateway.serve(new FakeClient("POST", "/v1/plain", "{\"model\":\"m\",\"later\":true}"));

        assertThat(kept()).isEqualTo("cancelled");
        assertThat(cancel(gateway)).isEqualTo("answer 200 false");
    }

    private static String cancel(Gateway gateway) throws IOException {
        var client = new FakeClient("PUT", "/v1/plain", "");
        gateway.serve(client);
        return client.events().get(0);
    }

    private String kept() {
        return new String(ledger.kept.get("a1/kept"), StandardCharsets.UTF_8);
    }

    @Test
    void keepsASilentStreamAliveAndTellsALaterFailureInIt() throws Exception {
        deliveries.stop();
        deliveries = deliveries(streaming, "PT0.02S");
        steps.add(() -> {
            awaitEvent("write :");
            throw new GatewayException(ErrorType.TIMEOUT, "too slow");
        });

        gateway().serve(streaming);

        assertThat(streaming.events()).startsWith("begin 200 text/event-stream")
            .endsWith("record FAILED", "end failed: too slow");
    }

    @Test
    void failsTheCallWhoseRecordCannotBeWritten() throws Exception {
        deliveries.stop();
        deliveries = new Deliveries(new BrokenJournal(), plugins, config("PT1H"));
        steps.add(chunk("a"));
        steps.add(terminal("[DONE]"));

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a",
            "end failed: Internal Server Error");
    }

    @Test
    void tellsTheClientOfAThreadThatIsLostInAProvider() throws Exception {
        deliveries = deliveries(waiting, "PT1H");
        beforeAnyTry = () -> {
            plugins.stuck(Thread.currentThread(), PROVIDER);
            awaitEvent(waiting, "answer 504 \"the provider's adapter did not come back\"");
            throw new PluginFailedException(PROVIDER, "it came back in the end");
        };

        gateway().serve(waiting);

        assertThat(waiting.events()).containsExactly("record FAILED",
            "answer 504 \"the provider's adapter did not come back\"");
        assertThat(journal).singleElement().satisfies(record -> assertThat(record.json().getAsJsonArray("attempts"))
            .singleElement().asString().contains("\"provider\":\"p\"", "\"status\":504"));
        assertThat(plugins.held()).isZero();
    }

    @Test
    void endsAStreamWhoseThreadIsLostInAProvider() throws Exception {
        steps.add(chunk("a"));
        steps.add(() -> {
            plugins.stuck(Thread.currentThread(), PROVIDER);
            awaitEvent(streaming, "end failed: the provider's adapter did not come back");
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "too late to be told");
        });

        gateway().serve(streaming);

        assertThat(streaming.events()).containsExactly("begin 200 text/event-stream", "write a",
            "record UPSTREAM_TRUNCATED", "end failed: the provider's adapter did not come back");
    }

    @Test
    void speaksForADialectThatIsStuck() throws Exception {
        deliveries = deliveries(waiting, "PT1H");
        beforeAnyTry = () -> {
            plugins.stuck(Thread.currentThread(), new Revision("dialect.plain", "plain", "1.0.0", "0123", 1));
            awaitEvent(waiting, "answer 500 {\"error\":{\"code\":500,\"message\":\"Internal Server Error\","
                + "\"metadata\":{\"error_type\":\"server\"}}}");
            throw new PluginFailedException(PROVIDER, "it came back in the end");
        };

        gateway().serve(waiting);

        assertThat(waiting.events()).hasSize(1);
        assertThat(journal).isEmpty();
    }

    @Test
    void takesNoNoticeOfAThreadThatServesNobodyAnyMore() throws Exception {
        steps.add(terminal("[DONE]"));
        gateway().serve(streaming);

        plugins.stuck(Thread.currentThread(), PROVIDER);

        assertThat(streaming.events()).containsExactly("record COMPLETE", "begin 200 text/event-stream",
            "end [DONE]");
    }

    @Test
    void asksTheOtherDialectsWhereOneFails() throws Exception {
        plugins.put(Dialect.class, "broken", new BrokenDialect());
        steps.add(terminal("[DONE]"));
        gateway().serve(streaming);
        assertThat(streaming.events()).last().isEqualTo("end [DONE]");

        var client = new FakeClient("POST", "/v1/nowhere", "{}");
        gateway().serve(client);

        assertThat(client.events()).singleElement().asString().startsWith("answer 503")
            .contains("see the gateway's log");
        assertThat(plugins.held()).isZero();
    }

    @Test
    void recordsAnExchangeThatEndedInAnErrorOfTheMachine() throws Exception {
        deliveries = deliveries(waiting, "PT1H");
        steps.add(() -> {
            throw new StackOverflowError();
        });

        gateway().serve(waiting);

        assertThat(waiting.events()).containsExactly("record FAILED", "answer 500 \"Internal Server Error\"");
    }

    private void awaitEvent(String event) {
        awaitEvent(streaming, event);
    }

    private static void awaitEvent(FakeClient client, String event) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!client.events.contains(event)) {
            assertThat(System.nanoTime()).as(event + " came").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void describesTheRoutesOfTheDialectsThatAreThere() {
        assertThat(gateway().routes()).extracting(Route::path).containsExactly("plain");

        plugins.put(Dialect.class, "broken", new BrokenDialect());
        assertThat(gateway().routes()).extracting(Route::path).containsExactly("plain");

        plugins.remove(Dialect.class, "plain");
        assertThat(gateway().routes()).isEmpty();
        assertThat(plugins.held()).isZero();
    }

    private Gateway gateway() {
        return new Gateway(new Dialects(plugins), head -> ANN, (principal, head) -> List.of(),
            principal -> new OpenPermit(),
            (request, principal) -> guard, (request, canonical, principal) -> new Plan(List.of(ENDPOINT), List.of()),
            (plan, request, canonical, exchange) -> dispatch(exchange), deliveries,
            new LookupDirectory(new EmptyCatalog(), new BrokenJournal(), ledger));
    }

    /** Runs the first step before it answers when that step fails: nothing is committed then. */
    private Answer dispatch(Exchange exchange) throws IOException {
        called = exchange;
        beforeAnyTry.run();
        exchange.tried(ENDPOINT, PROVIDER, Duration.ZERO, 200, "");
        var first = steps.remove().run();
        return new Answer() {

            private Optional<Chunk> next = first;

            @Override
            public Endpoint endpoint() {
                return ENDPOINT;
            }

            @Override
            public Form form() {
                return Form.OPENAI_CHAT;
            }

            @Override
            public Optional<Chunk> next() throws IOException {
                var now = next.isPresent() ? next : steps.isEmpty() ? Optional.<Chunk>empty() : steps.remove().run();
                next = Optional.empty();
                return now;
            }

            @Override
            public void close() {}
        };
    }

    private static Step chunk(String text) {
        return () -> Optional.of(Chunk.piece(Form.OPENAI_CHAT, "", bytes(text)).content(() -> text).build());
    }

    private static Step terminal(String text) {
        return () -> Optional.of(Chunk.piece(Form.OPENAI_CHAT, "", bytes(text)).terminal().build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Deliveries deliveries(FakeClient client, String silence) {
        return new Deliveries(new NotingJournal(client), plugins, config(silence));
    }

    private static Deliveries.Config config(String keepAliveAfter) {
        return new Deliveries.Config() {

            @Override
            public String keepAliveAfter() {
                return keepAliveAfter;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Deliveries.Config.class;
            }
        };
    }

    private interface Step {

        Optional<Chunk> run() throws IOException;
    }

    private static class OpenGuard implements Guardrails.Guard {

        @Override
        public void judge(Chunk chunk) {}

        @Override
        public void close() {}
    }

    private static final class OpenPermit implements Admission.Permit {

        @Override
        public long maxBody() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    }

    private record EmptyCatalog() implements Catalog {

        @Override
        public Map<String, List<Endpoint>> models() {
            return Map.of();
        }

        @Override
        public Choice choose(String model) {
            return new Choice(List.of(), false);
        }
    }

    /** Takes records down where the client's events are, so that their order shows. */
    private final class NotingJournal extends BrokenJournal {

        private final FakeClient client;

        NotingJournal(FakeClient client) {
            this.client = client;
        }

        @Override
        public void append(CallRecord record) {
            journal.add(record);
            client.events.add("record " + record.end());
        }
    }

    private static class BrokenJournal implements Journal {

        @Override
        public void append(CallRecord record) throws IOException {
            throw new IOException("the disk is full");
        }

        @Override
        public Optional<CallRecord> find(String id) {
            return Optional.empty();
        }

        @Override
        public Cursor cursor(String name) {
            throw new AssertionError("nobody reads");
        }
    }
}
