package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.ChatProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * Every {@link ChatCase} is shown by one of the exchanges there, or declared in {@link #cannot()}. Beside the forms may stand
 * <ul>
 * <li>{@code finish-reasons.json}, if the upstream's reasons are not OpenAI's: what each of them means to us; within a form
 * for that one alone,
 * <li>{@code errors.json}, if it has errors of its own: an array of {@code status} (200 for one that looks like an answer)
 * and {@code body}, or {@code events} for one within a stream; of {@code headers}, if they matter; of the {@code type} of
 * error that it means, in lower case, the words that are {@code told} of it, and {@code retry_after} in seconds.
 * </ul>
 *
 * <p>Run with {@code -Dgolden.update=true} to have the expected files written, and review them.
 */
public abstract class HttpAdapterContract extends ChatProviderContract {

    private static final String CLIENT_HEADER = "X-Contract-Trace";
    private static final String COMPLAINT = "the contract wants it so";
    /** The exchanges in which nothing happens but that the model says something. */
    private static final Set<String> PLAIN = Set.of("whole", "streamed");
    private static final int PADDING = 256 * 1024;
    private static final JsonObject OPENAI_REASONS = JsonParser.parseString("""
        {"stop":"stop","length":"length","content_filter":"content_filter","function_call":"tool_calls",
        "a_new_one":"stop"}""").getAsJsonObject();
    private static final Executor RUN_ALONE = task -> new Thread(task, "contract").start();
    /** A few bytes in base64, to be found again. */
    private static final String MEDIUM = "UG93ZXJzdHJpcA";
    private static final Map<String, String> MEDIA = Map.of(
        "image_url", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s==\"}}"
            .formatted(MEDIUM),
        "file",
        "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,%s==\"}}"
            .formatted(MEDIUM),
        "input_audio", "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"%s==\"}}"
            .formatted(MEDIUM));

    /** What the usual request is tried with, and without. */
    private static final List<String> WISHES = List.of("temperature", "seed", "frequency_penalty", "presence_penalty",
        "stop", "reasoning", "reasoning_effort", "include_reasoning");
    private static final String TOOLS
        = """
        {"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{}}}},
        {"type":"function","function":{"name":"time","parameters":{"type":"object","properties":{}}}}],"tool_choice":%s}""";
    private static final String ADDRESS = "https://example.com/cat.png";
    private static final String PICTURE_AT_AN_ADDRESS
        = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}".formatted(ADDRESS);

    private FakeUpstream upstream;

    /** The folder of the golden files. */
    protected Path golden() {
        return Path.of("src", "test", "golden");
    }

    /** How this upstream's streams look on the wire. */
    protected StreamForm streamForm() {
        return StreamForm.serverSentEvents();
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

    /** An event that is cut off in its middle, and its blank line. */
    protected String malformedEvent(Form form) {
        return "data: {\"half\":\n\n";
    }

    /** How this upstream says that a prompt is longer than its model can read. */
    protected String tooLongMessage() {
        return "This model's maximum context length is 8192 tokens";
    }

    /**
     * Has the upstream answer the calls that an exchange takes beside the one that brings the golden answer; the first call
     * of an exchange is what its golden request shows.
     */
    protected void prepare(FakeUpstream upstream) {}

    /** What this provider cannot do at all; whatever is not named here has to be shown by a golden exchange. */
    protected Set<ChatCase> cannot() {
        return Set.of();
    }

    /** The cases that another contract test shows of the same code. */
    Set<ChatCase> shownElsewhere() {
        return Set.of();
    }

    @BeforeEach
    final void startUpstream() throws IOException {
        upstream = new FakeUpstream();
        prepare(upstream);
    }

    @AfterEach
    final void stopUpstream() {
        upstream.close();
    }

    @Override
    protected final ChatRequest request(Kind kind) {
        return golden(kind).request(endpoint());
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
        return forms().flatMap(form -> {
            var exchanges = exchanges(form).toList();
            assertThat(exchanges).as("golden files of the form " + form).isNotEmpty();
            return exchanges.stream();
        });
    }

    private Stream<Form> forms() {
        return Stream.concat(Stream.of(Form.OPENAI_CHAT), endpoint().forms().stream()).distinct();
    }

    private Stream<Golden> exchanges(Form form) {
        return Golden.in(golden(), form, streamForm()).stream();
    }

    private Stream<DynamicTest> each(Stream<Golden> exchanges, Consumer<Golden> promise) {
        return exchanges.map(exchange -> dynamicTest(exchange.toString(), () -> promise.accept(exchange)));
    }

    private Stream<Golden> streams() {
        return exchanges().filter(Golden::streamed);
    }

    private Answer answer(Golden exchange, Reply reply) {
        return answer(provider(), exchange, reply);
    }

    private Answer answer(ChatProvider provider, Golden exchange, Reply reply) {
        upstream.takeAll();
        upstream.answer(reply);
        return Answer.of(provider, exchange.request(endpoint()), attempt());
    }

    @TestFactory
    @Proves(Feature.CHAT)
    final Stream<DynamicTest> saysTheRequestInTheUpstreamsWords() {
        return each(exchanges(), exchange -> {
            answer(exchange, exchange.reply());

            exchange.expectUpstreamRequest(upstream.take().text());
        });
    }

    @TestFactory
    final Stream<DynamicTest> asksAtTheUpstreamsAddressInItsHeaders() {
        return each(exchanges(), exchange -> {
            answer(exchange, exchange.reply());

            exchange.expectUpstreamHead(UpstreamHead.of(upstream.take()));
        });
    }

    @TestFactory
    final Stream<DynamicTest> refusesWhatItCannotSay() {
        return each(forms().flatMap(form -> Golden.refusalsIn(golden(), form, streamForm()).stream()), exchange -> {
            var error = error(Answer.of(provider(), exchange.request(endpoint()), attempt()));

            tells(error, exchange.refusal());
            assertThat(error.type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
            assertThat(upstream.requests()).isEmpty();
        });
    }

    @TestFactory
    @Proves(Feature.CHAT)
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

            upstream.answer(exchange.reply());
            var slow = Answer.of(provider(), exchange.request(endpoint()), attempt().inPiecesOf(1));

            assertThat(said(slow)).isEqualTo(said(usual));
        });
    }

    @TestFactory
    final Stream<DynamicTest> passesOverEventsThatItDoesNotKnow() {
        return each(streams(), exchange -> {
            var usual = answer(exchange, exchange.reply());
            var unknown = unknownEvent(exchange.form());

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
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> failsWithTheErrorThatAStreamTells() {
        return each(streams(), exchange -> {
            var events = exchange.events();
            var half = String.join("", events.subList(0, events.size() / 2));

            var answer = answer(exchange, stream(half + errorEvent(exchange.form(), COMPLAINT)));

            assertThat(answer.complete()).isFalse();
            assertThat(error(answer).getMessage()).contains(COMPLAINT);
        });
    }

    @TestFactory
    @Proves(Feature.ERRORS)
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

    @TestFactory
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> classesTheErrorOfEachStatus() {
        return each(exchanges(), exchange -> {
            assertThat(refused(exchange, 413).type()).isEqualTo(ErrorType.PAYLOAD_TOO_LARGE);
            assertThat(refused(exchange, 422).type()).isEqualTo(ErrorType.INVALID_REQUEST);
            assertThat(refused(exchange, 503).type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED);
            assertThat(refused(exchange, 529).type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED);
            assertThat(refused(exchange, 408).type()).isEqualTo(ErrorType.TIMEOUT);
            assertThat(refused(exchange, 504).type()).isEqualTo(ErrorType.TIMEOUT);
            assertThat(error(answer(exchange, Reply.json(400, errorBody(tooLongMessage())))).type())
                .isEqualTo(ErrorType.CONTEXT_LENGTH_EXCEEDED);
        });
    }

    /** What was said is for the client as soon as it comes, and not when all has come. */
    @Test
    final void passesEachPieceOnWhenItComes() {
        var exchange = golden(Kind.STREAMED);
        var events = exchange.events();
        var pieces = pieces(answer(exchange, exchange.reply()));

        int told = 0;
        for (int i = 0; i < events.size() && told < pieces.size(); i++) {
            if (says(events.get(i), pieces.get(told))) {
                told = pieces(answer(exchange, stream(String.join("", events.subList(0, i + 1))))).size();
            }
            while (told < pieces.size() && !isSaid(pieces.get(told), events)) {
                told++;
            }
        }
        assertThat(pieces).isNotEmpty();
        assertThat(told).as("pieces that are passed on with the event that says them").isEqualTo(pieces.size());
    }

    private static List<String> pieces(Answer answer) {
        return answer.chunks().stream().filter(Chunk::content).map(Chunk::text).filter(text -> !text.isEmpty())
            .toList();
    }

    /** An adapter may put something of its own between pieces. */
    private static boolean isSaid(String piece, List<String> events) {
        return events.stream().anyMatch(event -> says(event, piece));
    }

    private static boolean says(String event, String piece) {
        var data = StreamForm.data(event);
        return data.startsWith("{")
            && ChatCase.texts(JsonParser.parseString(data)).anyMatch(text -> text.contains(piece));
    }

    /** One provider serves for months: an answer that broke off leaves nothing behind for the next one. */
    @TestFactory
    final Stream<DynamicTest> keepsNothingOfAnAnswerForTheNext() {
        return each(streams(), exchange -> {
            var events = exchange.events();
            var provider = provider();
            var usual = said(answer(provider, exchange, exchange.reply()));

            for (int kept = events.size() - 1; kept > 0; kept--) {
                answer(provider, exchange, stream(String.join("", events.subList(0, kept))));
            }

            assertThat(said(answer(provider, exchange, exchange.reply()))).isEqualTo(usual);
        });
    }

    @TestFactory
    final Stream<DynamicTest> passesOverFieldsThatItDoesNotKnow() {
        return each(exchanges(), exchange -> {
            var usual = answer(exchange, exchange.reply());

            var more = answer(exchange, exchange.streamed()
                ? stream(exchange.events().stream().map(HttpAdapterContract::withNovelty).collect(Collectors.joining()))
                : Reply.json(withNovelty(exchange.answer())));

            assertThat(more.complete()).isTrue();
            assertThat(more.text()).isEqualTo(usual.text());
            assertThat(more.finish()).isEqualTo(usual.finish());
            assertThat(more.usage()).isEqualTo(usual.usage());
        });
    }

    private static String withNovelty(String json) {
        int end = json.lastIndexOf('}');
        if (end < 0) {
            return json;
        }
        var before = json.substring(0, end).stripTrailing();
        return before + (before.endsWith("{") ? "" : ",") + "\"x_novelty\":{\"a\":[null,1,\"b\"]},\"x_nothing\":null"
            + json.substring(end);
    }

    @TestFactory
    final Stream<DynamicTest> tellsWhyAnAnswerEnds() {
        return exchanges().filter(exchange -> PLAIN.contains(exchange.name())).flatMap(exchange -> {
            var finish = answer(exchange, exchange.reply()).finish().orElseThrow();
            var usual = finish.nativeReason();
            return finish.reason().equals("tool_calls") ? Stream.<DynamicTest>empty()
                : finishReasons(exchange.form()).entrySet().stream()
                    .map(reason -> dynamicTest("%s: %s".formatted(exchange, reason.getKey()), () -> {
                        var text
                            = exchange.answer().replace("\"%s\"".formatted(usual), "\"%s\"".formatted(reason.getKey()));

                        var answer = answer(exchange, exchange.streamed() ? stream(text) : Reply.json(text));

                        assertThat(answer.finish()).hasValueSatisfying(told -> {
                            assertThat(told.reason()).isEqualTo(reason.getValue().getAsString());
                            assertThat(told.nativeReason()).isEqualTo(reason.getKey());
                        });
                    }));
        });
    }

    private JsonObject finishReasons(Form form) {
        return parsed(form + "/finish-reasons.json").or(() -> parsed("finish-reasons.json"))
            .map(JsonElement::getAsJsonObject).orElse(OPENAI_REASONS);
    }

    @TestFactory
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> classesTheVendorsOwnErrors() {
        return parsed("errors.json").stream().flatMap(errors -> errors.getAsJsonArray().asList().stream())
            .map(JsonElement::getAsJsonObject).map(error -> dynamicTest(
                (error.has("events") ? error.get("events") : error.get("body")).toString(), () -> classes(error)));
    }

    private void classes(JsonObject expected) {
        var error = expected.has("events")
            ? error(answer(golden(Kind.STREAMED), stream(expected.get("events").getAsString())))
            : error(answer(golden(Kind.WHOLE), withHeaders(expected, Reply.json(expected.get("status").getAsInt(),
                expected.get("body").toString()))));

        tells(error, expected);
        if (expected.has("retry_after")) {
            assertThat(error.retryAfter()).contains(Duration.ofSeconds(expected.get("retry_after").getAsLong()));
        }
    }

    private static Reply withHeaders(JsonObject expected, Reply reply) {
        var with = reply;
        for (var header : expected.has("headers") ? expected.getAsJsonObject("headers").entrySet()
            : Set.<Map.Entry<String, JsonElement>>of()) {
            with = with.header(header.getKey(), header.getValue().getAsString());
        }
        return with;
    }

    private static void tells(GatewayException error, JsonObject expected) {
        assertThat(error.type().name().toLowerCase(Locale.ROOT)).isEqualTo(expected.get("type").getAsString());
        assertThat(error.getMessage()).contains(expected.get("told").getAsString());
    }

    private Optional<JsonElement> parsed(String file) {
        try {
            var path = golden().resolve(file);
            return Files.exists(path) ? Optional.of(JsonParser.parseString(Files.readString(path))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    final Stream<DynamicTest> failsWithTheErrorThatABodyTells() {
        return each(exchanges().filter(exchange -> !exchange.streamed()), exchange -> {
            var answer = answer(exchange, Reply.json(errorBody(COMPLAINT)));

            assertThat(answer.complete()).isFalse();
            assertThat(error(answer).getMessage()).contains(COMPLAINT);
        });
    }

    @TestFactory
    final Stream<DynamicTest> keepsTheWaitThatIsAskedFor() {
        return each(exchanges(), exchange -> {
            var inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));

            for (int status : new int[] {429, 503}) {
                assertThat(refused(exchange, status).retryAfter()).contains(Duration.ofSeconds(7));
            }
            assertThat(error(answer(exchange, Reply.json(429, errorBody(COMPLAINT)).header("Retry-After", inAnHour)))
                .retryAfter()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        });
    }

    /** Some providers show a part of a key that they refuse. */
    @Test
    final void withholdsWhatIsSaidOfARefusedCredential() {
        for (int status : new int[] {401, 403}) {
            assertThat(refused(golden(Kind.WHOLE), status).metadata().toString()).doesNotContain(COMPLAINT);
        }
    }

    @Test
    final void asksOnceWhateverTheUpstreamSays() {
        for (int status : new int[] {400, 429, 500, 503}) {
            refused(golden(Kind.WHOLE), status);
        }

        assertThat(upstream.requests()).hasSize(4);
    }

    /** What counts as nothing elsewhere is a wish here. */
    @TestFactory
    final Stream<DynamicTest> saysAZeroToo() {
        return Stream.of("temperature", "seed", "frequency_penalty", "presence_penalty")
            .map(name -> dynamicTest(name, () -> {
                var usual = sentWith("{}");

                if (!sentWith("{\"%s\":1}".formatted(name)).equals(usual)) {
                    assertThat(sentWith("{\"%s\":0}".formatted(name))).isNotEqualTo(usual);
                }
            }));
    }

    @Test
    final void saysEveryStopSequence() {
        var sent = texts(sentWith("{\"stop\":[\"ENOUGH\",\"ALAS\"]}"));

        assertThat(sent.contains("ENOUGH")).isEqualTo(sent.contains("ALAS"));
    }

    /** Where thinking can be asked for it can be declined, and however it is asked for. */
    @Test
    final void saysWhetherTheModelIsToThink() {
        var usual = sentWith("{}");
        var much = sentWith("{\"reasoning\":{\"effort\":\"high\"}}");
        var on = sentWith("{\"reasoning\":{\"enabled\":true}}");

        assertThat(sentWith("{\"reasoning_effort\":\"high\"}").equals(usual)).isEqualTo(much.equals(usual));
        if (!much.equals(usual)) {
            assertThat(sentWith("{\"reasoning\":{\"effort\":\"none\"}}")).isNotEqualTo(much);
        }
        if (!on.equals(usual)) {
            assertThat(sentWith("{\"reasoning\":{\"enabled\":false}}")).isNotEqualTo(on);
        }
    }

    /** The upstream is told so, or its thoughts go no further. */
    @TestFactory
    final Stream<DynamicTest> keepsThoughtsBackWhereNobodyWantsThem() {
        return each(exchanges(Form.OPENAI_CHAT), exchange -> {
            var usual = Gathered.of(answer(exchange, exchange.reply()));
            var sent = JsonParser.parseString(upstream.take().text());

            for (var wish : List.of("{\"reasoning\":{\"exclude\":true}}", "{\"include_reasoning\":false}")) {
                var body = exchange.request(endpoint()).tree();
                var said = body.has("reasoning") ? body.getAsJsonObject("reasoning") : new JsonObject();
                JsonParser.parseString(wish).getAsJsonObject().entrySet()
                    .forEach(field -> body.add(field.getKey(), with(field.getValue(), said)));
                upstream.takeAll();
                upstream.answer(exchange.reply());
                var answer = Gathered.of(Answer.of(provider(), asked(body, exchange.streamed()), attempt()));

                assertThat(answer.content()).as(wish).isEqualTo(usual.content());
                if (JsonParser.parseString(upstream.take().text()).equals(sent)) {
                    assertThat(answer.reasoning()).as(wish).isEmpty();
                }
            }
        });
    }

    /** An object's fields among those that are said already; anything else as it is. */
    private static JsonElement with(JsonElement wish, JsonObject said) {
        if (!wish.isJsonObject()) {
            return wish;
        }
        var both = said.deepCopy();
        wish.getAsJsonObject().entrySet().forEach(field -> both.add(field.getKey(), field.getValue()));
        return both;
    }

    /**
     * That no tool may be called is a wish, and so is that one has to be: an adapter says it, or says that it cannot. A
     * descriptor may say less, as its rules tell.
     */
    @TestFactory
    final Stream<DynamicTest> saysWhichToolsMayBeCalled() {
        return shownElsewhere().isEmpty()
            ? Stream.of("\"none\"", "\"required\"", "{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}")
                .map(choice -> dynamicTest(choice, () -> {
                    assumeTools();

                    var said = saidWith(TOOLS.formatted(choice));

                    assertThat(said).isNotEqualTo(saidWith(TOOLS.formatted("\"auto\"")));
                }))
            : Stream.empty();
    }

    @Test
    final void takesAToolThatHasNothingButAName() {
        assumeTools();

        var said = saidWith("{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"x_weather\"}}]}");

        assertThat(said).contains("x_weather");
    }

    /** What the upstream gets for the usual request with these fields; what the client is told where it gets nothing. */
    private String saidWith(String fields) {
        var body = golden(Kind.WHOLE).request(endpoint()).tree();
        JsonParser.parseString(fields).getAsJsonObject().entrySet()
            .forEach(field -> body.add(field.getKey(), field.getValue()));
        upstream.takeAll();
        int before = upstream.requests().size();
        upstream.always(golden(Kind.WHOLE).reply());
        var answer = Answer.of(provider(), asked(body), attempt());
        if (upstream.requests().size() > before) {
            return upstream.take().text();
        }
        assertThat(error(answer).type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
        return error(answer).getMessage();
    }

    /** A call and its result belong together by an id, whoever made it. */
    @Test
    final void keepsCallsAndResultsTogetherWhoeverMadeTheirIds() {
        assumeTools();
        var first = texts(sentWith(calls("call|weird:1", "call|weird;1")));
        var again = texts(sentWith(calls("call|weird:1", "call|weird;1")));
        var longer = texts(sentWith(calls("a".repeat(80) + "1", "a".repeat(80) + "2")));

        assertThat(again).as("the ids made of the same ids").isEqualTo(first);
        assertThat(longer).hasSameSizeAs(first);
        for (var sent : List.of(first, longer)) {
            var other = sent == first ? longer : first;
            var ids = IntStream.range(0, sent.size()).filter(i -> !sent.get(i).equals(other.get(i)))
                .mapToObj(sent::get).collect(Collectors.groupingBy(id -> id, Collectors.counting()));
            assertThat(ids).as("ids of two calls, and how often they are said").hasSize(2).allSatisfy(
                (id, said) -> assertThat(said).isGreaterThanOrEqualTo(2));
        }
    }

    private static String calls(String one, String other) {
        return """
            {"messages":[{"role":"user","content":"How is the weather?"},
            {"role":"assistant","content":null,"tool_calls":[
            {"id":"%1$s","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rom\\"}"}},
            {"id":"%2$s","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bonn\\"}"}}]},
            {"role":"tool","tool_call_id":"%2$s","content":"It rains."},
            {"role":"tool","tool_call_id":"%1$s","content":"It is dry."}],
            "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{}}}}]}"""
            .formatted(one, other);
    }

    private static List<String> texts(String json) {
        return ChatCase.texts(JsonParser.parseString(json)).toList();
    }

    /** What the upstream gets for the usual request with these fields. */
    private String sentWith(String fields) {
        var body = golden(Kind.WHOLE).request(endpoint()).tree();
        WISHES.forEach(body::remove);
        JsonParser.parseString(fields).getAsJsonObject().entrySet()
            .forEach(field -> body.add(field.getKey(), field.getValue()));
        upstream.answer(golden(Kind.WHOLE).reply());
        Answer.of(provider(), asked(body), attempt());
        return upstream.take().text();
    }

    @TestFactory
    @Proves
    final Stream<DynamicTest> showsOrDeclaresEachCase() {
        return Stream.of(ChatCase.values()).map(one -> dynamicTest(one.name(), () -> {
            var shown = exchanges(Form.OPENAI_CHAT)
                .filter(exchange -> one.isShownBy(exchange.request(endpoint()).body(),
                    answer(exchange, exchange.reply())))
                .map(Golden::name).toList();

            if (cannot().contains(one)) {
                assertThat(shown).as("exchanges that show %s, which is declared as impossible", one).isEmpty();
                abort("it is declared as impossible");
            }
            assumeFalse(shown.isEmpty() && shownElsewhere().contains(one), "another contract test shows it");
            assertThat(shown)
                .as("exchanges in %s that show %s; add one, or declare it in cannot()",
                    golden().resolve(Form.OPENAI_CHAT.name()), one)
                .isNotEmpty();
        }));
    }

    @TestFactory
    final Stream<DynamicTest> dropsNoMediaInSilence() {
        return MEDIA.entrySet().stream().map(medium -> dynamicTest(medium.getKey(), () -> {
            var request = requestWith(medium.getValue());
            int before = upstream.requests().size();
            upstream.always(golden(Kind.WHOLE).reply());

            var answer = Answer.of(provider(), request, attempt());

            if (upstream.requests().size() == before) {
                assertThat(error(answer).type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
            } else {
                assertThat(upstream.take().text()).contains(MEDIUM);
            }
        }));
    }

    /** An upstream that takes no addresses gets what the gateway fetched. */
    @Test
    final void passesOnAnAddressOrWhatIsThere() {
        upstream.always(golden(Kind.WHOLE).reply());

        var answer = Answer.of(provider(), requestWith(PICTURE_AT_AN_ADDRESS),
            attempt().withUrl(ADDRESS, Base64.getDecoder().decode(MEDIUM + "=="), "image/png"));

        if (upstream.requests().isEmpty()) {
            assertThat(error(answer).type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
        } else {
            assertThat(upstream.take().text()).containsAnyOf(ADDRESS, MEDIUM);
        }
    }

    @Test
    final void refusesAnAddressThatNobodyMayFetch() {
        upstream.always(golden(Kind.WHOLE).reply());

        var answer = Answer.of(provider(), requestWith(PICTURE_AT_AN_ADDRESS), attempt());

        if (upstream.requests().isEmpty()) {
            assertThat(error(answer).type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
        } else {
            assertThat(upstream.take().text()).contains(ADDRESS);
        }
    }

    private ChatRequest requestWith(String part) {
        return next(golden(Kind.WHOLE), new JsonArray(), JsonParser.parseString("""
            {"role":"user","content":[{"type":"text","text":"What is it?"},%s]}""".formatted(part)).getAsJsonObject());
    }

    @TestFactory
    final Stream<DynamicTest> givesSignaturesBackAsTheyCame() {
        return each(exchanges(Form.OPENAI_CHAT), exchange -> {
            var gathered = Gathered.of(answer(exchange, exchange.reply()));
            upstream.take();
            var turn = new JsonArray();
            turn.add(gathered.message());
            gathered.calls().forEach(call -> turn.add(result(call)));
            upstream.answer(golden(Kind.WHOLE).reply());

            Answer.of(provider(), next(exchange, turn, JsonParser.parseString("""
                {"role":"user","content":"Go on."}""").getAsJsonObject()), attempt());

            var sent = ChatCase.texts(JsonParser.parseString(upstream.take().text())).toList();
            if (!gathered.signatures().isEmpty()) {
                assertThat(sent).containsSubsequence(gathered.signatures());
            }
        });
    }

    private static JsonObject result(JsonObject call) {
        var result = new JsonObject();
        result.addProperty("role", "tool");
        result.add("tool_call_id", call.get("id"));
        result.addProperty("content", "It rains.");
        return result;
    }

    /** The same conversation, continued; the answer is not streamed. */
    private ChatRequest next(Golden exchange, JsonArray turn, JsonObject last) {
        var body = exchange.request(endpoint()).tree();
        body.getAsJsonArray("messages").addAll(turn);
        body.getAsJsonArray("messages").add(last);
        body.remove("stream");
        return asked(body);
    }

    private ChatRequest asked(JsonObject body) {
        return asked(body, false);
    }

    private ChatRequest asked(JsonObject body, boolean streamed) {
        return new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.toString().getBytes(StandardCharsets.UTF_8)),
            List.of(endpoint().model()), streamed, ProviderPreferences.none());
    }

    @TestFactory
    @Proves(Feature.USAGE)
    final Stream<DynamicTest> countsPartsWithinTheWhole() {
        return each(exchanges(), exchange -> {
            var usage = answer(exchange, exchange.reply()).usage().orElse(Usage.none());

            assertThat(usage.cached() + usage.cacheWritten()).isLessThanOrEqualTo(usage.prompt());
            assertThat(usage.reasoning()).isLessThanOrEqualTo(usage.completion());
        });
    }

    @TestFactory
    final Stream<DynamicTest> tellsCallsApart() {
        return each(exchanges(Form.OPENAI_CHAT), exchange -> {
            var calls = Gathered.of(answer(exchange, exchange.reply())).calls();

            assertThat(calls).extracting(call -> call.get("id").getAsString()).doesNotHaveDuplicates()
                .doesNotContain("");
            assertThat(calls).allSatisfy(call -> assertThat(JsonParser
                .parseString(call.getAsJsonObject("function").get("arguments").getAsString()).isJsonObject()).isTrue());
        });
    }

    @TestFactory
    final Stream<DynamicTest> endsOnceAndForOneReason() {
        return each(streams(), exchange -> {
            var chunks = answer(exchange, exchange.reply()).chunks();

            assertThat(chunks.stream().filter(Chunk::terminal)).hasSize(1);
            assertThat(chunks.get(chunks.size() - 1).terminal()).isTrue();
            assertThat(chunks.stream().flatMap(chunk -> chunk.finish().stream())).hasSize(1);
        });
    }

    @Test
    final void isTriedWithTextThatSplitsInsideACharacter() {
        assertThat(String.join("", golden(Kind.STREAMED).events())).as("the upstream's stream, which is also read "
            + "byte by byte").matches(text -> text.chars().anyMatch(character -> character > 127));
    }

    @TestFactory
    final Stream<DynamicTest> readsLinesHoweverTheyEnd() {
        return each(streams().filter(exchange -> streamForm().serverSent()), exchange -> {
            var usual = answer(exchange, exchange.reply());

            var other = answer(exchange, stream(String.join("", exchange.events()).replace("\n", "\r\n")));

            assertThat(said(other)).isEqualTo(said(usual));
        });
    }

    @TestFactory
    final Stream<DynamicTest> readsAHugeEvent() {
        return each(streams(), exchange -> {
            var usual = answer(exchange, exchange.reply());
            var events = new ArrayList<>(exchange.events());
            events.set(events.size() / 2, padded(events.get(events.size() / 2)));

            var huge = answer(exchange, stream(String.join("", events)));

            assertThat(huge.complete()).isTrue();
            assertThat(huge.text()).isEqualTo(usual.text());
            assertThat(huge.finish()).isEqualTo(usual.finish());
            assertThat(huge.usage()).isEqualTo(usual.usage());
        });
    }

    /** Blanks within JSON mean nothing. */
    private static String padded(String event) {
        int end = event.lastIndexOf('}');
        return end < 0 ? event : event.substring(0, end) + " ".repeat(PADDING) + event.substring(end);
    }

    @TestFactory
    @Proves(Feature.ERRORS)
    final Stream<DynamicTest> callsAMalformedEventTheUpstreamsFault() {
        return each(streams(), exchange -> {
            var events = exchange.events();
            var half = String.join("", events.subList(0, events.size() / 2));

            var answer = answer(exchange, stream(half + malformedEvent(exchange.form())));

            assertThat(answer.complete()).isFalse();
            assertThat(error(answer).type().fault()).isEqualTo(ErrorType.Fault.UPSTREAM);
        });
    }

    @TestFactory
    final Stream<DynamicTest> endsTheUpstreamsCallWhenCancelledInAnIdleStream() {
        return each(streams(), exchange -> {
            var events = exchange.events();
            var idle = new Gate();
            upstream.answer(stream(String.join("", events.subList(0, events.size() / 2))).pause(idle));
            var attempt = attempt();

            var waiting = CompletableFuture
                .supplyAsync(() -> Answer.of(provider(), exchange.request(endpoint()), attempt), RUN_ALONE);
            idle.awaitReached();
            var calls = upstream.requests();
            attempt.cancel();
            var answer = waiting.orTimeout(Patience.USUAL.toSeconds(), TimeUnit.SECONDS).join();

            assertThat(answer.complete()).isFalse();
            assertThat(answer.failure()).containsInstanceOf(IOException.class);
            calls.get(calls.size() - 1).awaitHangUp();
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

    private Reply stream(String events) {
        return streamForm().reply(events);
    }

    private static GatewayException error(Answer answer) {
        assertThat(answer.failure()).containsInstanceOf(GatewayException.class);
        return (GatewayException) answer.failure().orElseThrow();
    }

    private static List<String> said(Answer answer) {
        return answer.chunks().stream().map(Chunk::data).map(String::new).toList();
    }
}
