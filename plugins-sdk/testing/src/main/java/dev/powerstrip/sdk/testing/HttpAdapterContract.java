package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every adapter of an HTTP upstream promises. It is shown by the golden files under {@link #golden()}: one folder for
 * each form the adapter accepts, and in it one folder for each exchange. In {@code openai.chat} there have to be
 * {@code whole} and {@code streamed}, and {@code tool-whole} and {@code tool-streamed} where the endpoint takes tools.
 *
 * <p>Run with {@code -Dgolden.update=true} to have the expected files written, and review them.
 */
public abstract class HttpAdapterContract extends ChatProviderContract {

    private static final String CLIENT_HEADER = "X-Contract-Trace";
    private static final String COMPLAINT = "the contract wants it so";

    private FakeUpstream upstream;

    /** The folder of the golden files. */
    protected Path golden() {
        return Path.of("src", "test", "golden");
    }

    /** The body of an error as this upstream writes it. */
    protected String errorBody(String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"some_error\",\"param\":null,\"code\":null}}"
            .formatted(message);
    }

    /** How this upstream tells of an error within a stream of that form: one event and its blank line. */
    protected String errorEvent(Form form, String message) {
        return "data: %s\n\n".formatted(errorBody(message));
    }

    /** An event that this upstream may add to a stream of that form one day; by default a comment. */
    protected String unknownEvent(Form form) {
        return ": something new\n\n";
    }

    @BeforeEach
    final void startUpstream() throws IOException {
        upstream = new FakeUpstream();
    }

    @AfterEach
    final void stopUpstream() {
        upstream.close();
    }

    @Override
    protected final ChatRequest request(Kind kind) {
        return golden(kind).request();
    }

    @Override
    protected final TestAttempt attempt(Kind kind) {
        upstream.always(golden(kind).reply());
        return attempt();
    }

    private Golden golden(Kind kind) {
        var name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return exchanges(Form.OPENAI_CHAT).filter(exchange -> exchange.name().equals(name)).findFirst()
            .orElseThrow(() -> new AssertionError("%s is missing".formatted(
                golden().resolve(Form.OPENAI_CHAT.name()).resolve(name))));
    }

    private TestAttempt attempt() {
        return TestAttempt.at(endpoint(), upstream.baseUri()).withCredential(CREDENTIAL).withHeader(CLIENT_HEADER, "7");
    }

    private Stream<Golden> exchanges() {
        return Stream.concat(Stream.of(Form.OPENAI_CHAT), endpoint().forms().stream()).distinct()
            .flatMap(form -> {
                var exchanges = exchanges(form).toList();
                assertThat(exchanges).as("golden files of the form " + form).isNotEmpty();
                return exchanges.stream();
            });
    }

    private Stream<Golden> exchanges(Form form) {
        return Golden.in(golden(), form).stream();
    }

    private Stream<DynamicTest> each(Stream<Golden> exchanges, Consumer<Golden> promise) {
        return exchanges.map(exchange -> dynamicTest(exchange.toString(), () -> promise.accept(exchange)));
    }

    private Stream<Golden> streams() {
        return exchanges().filter(Golden::streamed);
    }

    private Answer answer(Golden exchange, Reply reply) {
        upstream.answer(reply);
        return Answer.of(provider(), exchange.request(), attempt());
    }

    @TestFactory
    final Stream<DynamicTest> saysTheRequestInTheUpstreamsWords() {
        return each(exchanges(), exchange -> {
            answer(exchange, exchange.reply());

            exchange.expectUpstreamRequest(upstream.take().text());
        });
    }

    @TestFactory
    final Stream<DynamicTest> readsTheUpstreamsAnswer() {
        return each(exchanges(), exchange -> {
            var answer = answer(exchange, exchange.reply());

            answer.failure().ifPresent(failure -> {
                throw new AssertionError("the answer failed", failure);
            });
            assertThat(answer.complete()).isTrue();
            exchange.expectAnswer(answer.chunks());
        });
    }

    @TestFactory
    final Stream<DynamicTest> readsAnAnswerThatComesByteByByte() {
        return each(streams(), exchange -> {
            var usual = answer(exchange, exchange.reply());

            var slow = answer(exchange, exchange.reply().inPiecesOf(1));

            assertThat(said(slow)).isEqualTo(said(usual));
        });
    }

    @TestFactory
    final Stream<DynamicTest> passesOverEventsThatItDoesNotKnow() {
        return each(streams(), exchange -> {
            var usual = answer(exchange, exchange.reply());
            var unknown = unknownEvent(exchange.request().form());

            var more = answer(exchange,
                stream(exchange.events().stream().map(event -> unknown + event).collect(Collectors.joining())));

            assertThat(more.complete()).isTrue();
            assertThat(more.text()).isEqualTo(usual.text());
            assertThat(more.usage()).isEqualTo(usual.usage());
        });
    }

    @TestFactory
    final Stream<DynamicTest> neverTellsACutStreamAsComplete() {
        return each(streams(), exchange -> {
            var events = exchange.events();

            for (int kept = 0; kept < events.size(); kept++) {
                var start = String.join("", events.subList(0, kept));
                assertThat(answer(exchange, stream(start)).complete()).as("after %d events", kept).isFalse();
                assertThat(answer(exchange, stream(start).cut()).complete()).as("after %d events", kept).isFalse();
            }
        });
    }

    @TestFactory
    final Stream<DynamicTest> failsWithTheErrorThatAStreamTells() {
        return each(streams(), exchange -> {
            var events = exchange.events();
            var half = String.join("", events.subList(0, events.size() / 2));

            var answer = answer(exchange, stream(half + errorEvent(exchange.request().form(), COMPLAINT)));

            assertThat(answer.complete()).isFalse();
            assertThat(error(answer).getMessage()).contains(COMPLAINT);
        });
    }

    @TestFactory
    final Stream<DynamicTest> failsWithTheErrorThatAStatusTells() {
        return each(exchanges(), exchange -> {
            assertThat(refused(exchange, 400).type()).isEqualTo(ErrorType.INVALID_REQUEST);
            assertThat(refused(exchange, 404).type()).isEqualTo(ErrorType.PROVIDER_NOT_FOUND);
            assertThat(refused(exchange, 429).type()).isEqualTo(ErrorType.PROVIDER_RATE_LIMITED);
            assertThat(refused(exchange, 429).retryAfter()).contains(Duration.ofSeconds(7));
            for (int status : new int[] {401, 402, 403, 500, 502, 503}) {
                assertThat(refused(exchange, status).type().fault()).as("status %d", status)
                    .isEqualTo(ErrorType.Fault.UPSTREAM);
            }
        });
    }

    /** What the adapter makes of that answer to a request that is not streamed. */
    final GatewayException errorOf(Reply reply) {
        return error(answer(golden(Kind.WHOLE), reply));
    }

    private GatewayException refused(Golden exchange, int status) {
        var error = error(answer(exchange, Reply.json(status, errorBody(COMPLAINT)).header("Retry-After", "7")));
        assertThat(error.getMessage()).contains(COMPLAINT);
        return error;
    }

    @TestFactory
    final Stream<DynamicTest> callsAnAnswerThatIsNoneTheUpstreamsFault() {
        return each(exchanges(), exchange -> {
            var page = Reply.whole(200, "text/html", "<html>Welcome</html>".getBytes());

            assertThat(error(answer(exchange, page)).type().fault()).isEqualTo(ErrorType.Fault.UPSTREAM);
            assertThat(answer(exchange, Reply.json("{}")).complete()).isFalse();
        });
    }

    @Test
    final void showsTheCredentialToTheUpstreamInAHeaderOnly() {
        answer(golden(Kind.WHOLE), golden(Kind.WHOLE).reply());

        var request = upstream.take();
        assertThat(request.path() + request.text()).doesNotContain(CREDENTIAL);
        assertThat(values(request)).anyMatch(value -> value.contains(CREDENTIAL));
    }

    private static List<String> values(Received request) {
        var values = new ArrayList<String>();
        request.headers().forEach((name, value) -> values.add(value));
        return values;
    }

    @Test
    final void sendsTheHeadersOfTheAttempt() {
        answer(golden(Kind.WHOLE), golden(Kind.WHOLE).reply());

        assertThat(upstream.take().header(CLIENT_HEADER)).contains("7");
    }

    @Test
    final void asksOnlyTheUpstreamOfTheAttempt() {
        answer(golden(Kind.WHOLE), golden(Kind.WHOLE).reply());

        assertThat(upstream.requests()).hasSize(1);
    }

    private static Reply stream(String events) {
        return events.isEmpty() ? Reply.stream() : Reply.stream().text(events);
    }

    private static GatewayException error(Answer answer) {
        assertThat(answer.failure()).containsInstanceOf(GatewayException.class);
        return (GatewayException) answer.failure().orElseThrow();
    }

    private static List<String> said(Answer answer) {
        return answer.chunks().stream().map(Chunk::data).map(String::new).toList();
    }
}
