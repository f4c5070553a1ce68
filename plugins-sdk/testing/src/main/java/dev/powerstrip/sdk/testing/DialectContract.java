package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Route.Place;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every dialect promises. Its answers are judged by the reader of its own form, as a client would read them.
 */
@Timeout(60)
public abstract class DialectContract {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\+?(\\w+)}");
    private static final String TEXT = "Grüß Gott 🌞, \"quoted\"\n";
    private static final Usage USAGE = Usage.of(12, 7);

    /** The dialect under test. */
    protected abstract Dialect dialect();

    /** The path of its route that asks a model, {@code /v1/chat/completions}. */
    protected abstract String path();

    /** The same, where the path says whether the answer is to be streamed. */
    protected String path(boolean streamed) {
        return path();
    }

    /** The JSON of a request that asks the model {@code echo/echo}. */
    protected abstract String body(boolean streamed);

    private static RequestHead head(String method, String path) {
        return new RequestHead(method, path, "", Headers.none(), new InetSocketAddress("127.0.0.1", 40000));
    }

    private ModelRequest request(boolean streamed) {
        return dialect().read(head("POST", path(streamed)), body(streamed).getBytes(StandardCharsets.UTF_8));
    }

    private ModelRequest read(String body) {
        return dialect().read(head("POST", path()), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    final void acceptsItsOwnRouteAndNotTheGatewaysOwn() {
        assertThat(dialect().accepts(head("POST", path()))).isTrue();
        for (var path : List.of("/", "/healthz", "/readyz", "/metrics", "/v1/admin/plugins", "/v1/no-such-route")) {
            assertThat(dialect().accepts(head("GET", path))).as(path).isFalse();
        }
    }

    @Test
    final void describesEachRouteWithAllThatAClientHasToKnow() {
        var routes = dialect().routes();

        assertThat(routes).isNotEmpty().doesNotHaveDuplicates();
        assertThat(routes).extracting(Route::id).doesNotHaveDuplicates();
        for (var route : routes) {
            assertThat(route.id()).as(route.path()).matches("[a-zA-Z]\\w*");
            assertThat(route.summary()).as(route.id()).matches("[A-Z].*\\.");
            assertThat(route.parameters()).as(route.id()).allMatch(parameter -> !parameter.words().isBlank());
            assertThat(route.names(Place.PATH)).as(route.id()).containsExactlyElementsOf(variables(route));
            assertThat(route.answers()).as(route.id()).isNotEmpty();
            assertThat(route.failures().statuses()).as(route.id()).isNotEmpty();
            assertThat(route.failures().envelope().name()).as(route.id()).isNotBlank();
        }
    }

    private static List<String> variables(Route route) {
        return VARIABLE.matcher(route.path()).results().map(variable -> variable.group(1)).toList();
    }

    @Test
    final void acceptsEachRouteThatItDescribes() {
        for (var route : dialect().routes()) {
            assertThat(dialect().accepts(called(route, route.method()))).as(route.id()).isTrue();
        }
    }

    @Test
    final void servesNoRouteThatItDoesNotDescribe() {
        var described = dialect().routes().stream().filter(route -> route.method().equals("POST"))
            .map(route -> called(route, "POST").path()).toList();
        for (var path : described) {
            for (var other : List.of(path + "/no-such-route", path + "x", path.replaceFirst("(/v1[^/]*/)", "$1no/"))) {
                assertThatNobodyServes(head("POST", other));
            }
            assertThatNobodyServes(head("OPTIONS", path));
        }
    }

    /** Whether it is refused at once, or in the dialect's own words. */
    private void assertThatNobodyServes(RequestHead head) {
        if (dialect().accepts(head)) {
            assertThatThrownBy(() -> dialect().read(head, body(false).getBytes(StandardCharsets.UTF_8)))
                .as(head.toString()).isInstanceOfSatisfying(GatewayException.class,
                    error -> assertThat(error.type()).isIn(ErrorType.NOT_FOUND, ErrorType.METHOD_NOT_ALLOWED));
        }
    }

    /** A request that takes a route, with something in place of each variable and needed header. */
    private static RequestHead called(Route route, String method) {
        var path = VARIABLE.matcher(route.path()).replaceAll("some");
        var headers = Headers.none();
        for (var parameter : route.parameters()) {
            headers = parameter.place() == Place.HEADER ? headers.with(parameter.name(), "some") : headers;
        }
        return new RequestHead(method, path.startsWith("/") ? path : "/v1/" + path, "", headers,
            new InetSocketAddress("127.0.0.1", 40000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void readsARequestThatIsLikeWhatItDescribes(boolean streamed) {
        var route = dialect().routes().stream()
            .filter(described -> described.method().equals("POST") && takes(described, path(streamed))).findFirst()
            .orElseThrow();

        assertThat(route.bodies()).containsKey(Route.JSON);
        assertThat(route.answers().keySet()).containsAnyOf(Route.JSON, Route.EVENTS);
        route.bodies().get(Route.JSON).check(RequestField.body(body(streamed).getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean takes(Route route, String path) {
        return RouteTable.of(route).leadsTo(head("POST", path));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void readsARequestAndKeepsItsBytes(boolean streamed) {
        var request = request(streamed);

        assertThat(request.form()).isEqualTo(dialect().form());
        assertThat(request.models()).containsExactly("echo/echo");
        assertThat(request.streamed()).isEqualTo(streamed);
        assertThat(request.body().toBytes()).isEqualTo(body(streamed).strip().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    final void keepsFieldsThatItDoesNotKnow() {
        var body = body(false).strip().replaceFirst("^\\{", "{\"x_unknown\" : [1.50, 1e2],");

        assertThat(read(body).body().get("x_unknown").toBytes()).asString(StandardCharsets.UTF_8)
            .isEqualTo("[1.50, 1e2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "null", "\"text\"", "{}", "{\"model\":5}", "{\"model\":\"echo/echo\"}",
        "{\"model\":\"a\",\"model\":\"b\"}", "{\"model\":\"echo/echo\",\"messages\":5}", "\u0000"})
    final void refusesWhatIsNoRequestAsTheClientsFault(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.type().fault()).isEqualTo(ErrorType.Fault.CLIENT);
            assertThat(error.getMessage()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void saysARequestInTheCanonicalForm(boolean streamed) {
        var request = request(streamed);

        var canonical = dialect().canonical(request);

        assertThat(canonical.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(canonical.models()).isEqualTo(request.models());
        assertThat(canonical.streamed()).isEqualTo(streamed);
        assertThat(canonical.body().get("messages").items()).isNotEmpty();
        if (dialect().form().equals(Form.OPENAI_CHAT)) {
            assertThat(canonical).isSameAs(request);
        }
    }

    @Test
    final void saysAWholeAnswer() {
        var writer = writer(false, Form.OPENAI_CHAT);

        var said = said(writer, answer(false));

        assertThat(writer.contentType()).startsWith("application/json");
        tellsAll(read(writer, said));
    }

    @Test
    final void saysAnAnswerInPieces() {
        var writer = writer(true, Form.OPENAI_CHAT);

        var said = said(writer, answer(true));

        assertThat(writer.contentType()).startsWith("text/event-stream");
        tellsAll(read(writer, said));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void handsOnAnAnswerOfItsOwnForm(boolean streamed) {
        var crossing = writer(streamed, Form.OPENAI_CHAT);
        var own = read(crossing, said(crossing, answer(streamed)));

        var writer = writer(streamed, dialect().form());

        tellsAll(read(writer, said(writer, own)));
    }

    @Test
    final void keepsAStreamAliveWithoutSayingAnything() {
        var writer = writer(true, Form.OPENAI_CHAT);
        var said = new ByteArrayOutputStream();

        for (var chunk : answer(true)) {
            said.writeBytes(writer.keepAlive());
            said.writeBytes(writer.write(chunk));
        }

        tellsAll(read(writer, said.toByteArray()));
    }

    @Test
    final void tellsOfAnErrorInTheMiddleOfAStream() {
        var writer = writer(true, Form.OPENAI_CHAT);
        var begun = said(writer, answer(true).subList(0, 3));

        var failed = writer.fail(new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the upstream broke off"));

        assertThat(read(writer, begun)).noneMatch(Chunk::terminal);
        assertThatThrownBy(() -> read(writer, failed)).isInstanceOf(GatewayException.class)
            .hasMessageContaining("the upstream broke off");
    }

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    final void saysEveryErrorWithItsStatus(ErrorType type) {
        var error = new GatewayException(type, "because of \"this\"").retryAfter(Duration.ofSeconds(7));

        var answer = dialect().error(error, "gen-1");

        assertThat(answer.status()).isEqualTo(type.status());
        assertThat(answer.headers().first("Content-Type")).hasValueSatisfying(
            contentType -> assertThat(contentType).startsWith("application/json"));
        assertThat(answer.headers().first("Retry-After")).contains("7");
        var message = JsonView.parse(answer.body()).get("error").get("message").string();
        if (type == ErrorType.SERVER) {
            assertThat(message).hasValueSatisfying(text -> assertThat(text).isNotBlank().doesNotContain("this"));
        } else {
            assertThat(message).contains("because of \"this\"");
        }
    }

    private AnswerWriter writer(boolean streamed, Form form) {
        var facts = new AnswerFacts("gen-1", Instant.parse("2026-01-01T00:00:00Z"), request(streamed),
            Endpoint.of("echo", "Echo", "echo/echo", "echo", new JsonObject()), form);
        return dialect().writer(facts);
    }

    private static List<Chunk> answer(boolean streamed) {
        var chunks = new ArrayList<Chunk>();
        var answer = new ChatAnswer("up-1", "echo", 1767225600, streamed);
        answer.begin(chunks::add);
        TEXT.codePoints().forEach(character -> answer.text(Character.toString(character), chunks::add));
        answer.finish(new Finish("stop", "stop"));
        answer.usage(USAGE);
        answer.end(chunks::add);
        return chunks;
    }

    private static byte[] said(AnswerWriter writer, List<Chunk> chunks) {
        var said = new ByteArrayOutputStream();
        chunks.forEach(chunk -> said.writeBytes(writer.write(chunk)));
        return said.toByteArray();
    }

    /** Reads as a client of this form does. */
    private List<Chunk> read(AnswerWriter writer, byte[] said) {
        var chunks = new ArrayList<Chunk>();
        var reader = AnswerReader.of(dialect().form());
        var framing = Framing.of(writer.contentType());
        framing.feed(said, 0, said.length, frame -> reader.read(frame, chunks::add));
        framing.end(frame -> reader.read(frame, chunks::add));
        return chunks;
    }

    private static void tellsAll(List<Chunk> chunks) {
        assertThat(chunks.stream().filter(Chunk::content).map(Chunk::text).collect(Collectors.joining()))
            .isEqualTo(TEXT);
        assertThat(chunks.stream().flatMap(chunk -> chunk.finish().stream()).map(Finish::reason)).contains("stop");
        assertThat(chunks.stream().flatMap(chunk -> chunk.usage().stream()).reduce((first, later) -> later))
            .hasValueSatisfying(usage -> {
                assertThat(usage.prompt()).isEqualTo(USAGE.prompt());
                assertThat(usage.completion()).isEqualTo(USAGE.completion());
            });
        assertThat(chunks.get(chunks.size() - 1).terminal()).isTrue();
    }
}
