package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeUpstreamTest {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void answersInTheOrderOfTheQueueAndRemembersWhatItWasAsked() throws Exception {
        upstream.answer(Reply.json("{\"n\":1}"), Reply.json(404, "{\"n\":2}").header("X-Odd", "yes"));

        var first = post("/v1/chat", "grüße");
        var second = post("/v1/models?all", "");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("{\"n\":1}");
        assertThat(second.statusCode()).isEqualTo(404);
        assertThat(second.headers().firstValue("X-Odd")).contains("yes");
        assertThat(upstream.take().text()).isEqualTo("grüße");
        assertThat(upstream.take().path()).isEqualTo("/v1/models?all");
        assertThat(upstream.requests()).extracting(Received::connection).containsExactly(1, 1);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void asksTheRulesFirstThenTheQueueThenTheUsualReply() throws Exception {
        upstream.on("/models", Reply.json("\"rule\""));
        upstream.when(request -> request.text().equals("odd"), Reply.json("\"odd\""));
        upstream.answer(Reply.json("\"queue\""));
        upstream.always(Reply.json("\"usual\""));

        assertThat(post("/v1/models?page=2", "").body()).isEqualTo("\"rule\"");
        assertThat(post("/v1/chat", "odd").body()).isEqualTo("\"odd\"");
        assertThat(post("/v1/chat", "").body()).isEqualTo("\"queue\"");
        assertThat(post("/v1/chat", "").body()).isEqualTo("\"usual\"");
    }

    @Test
    void saysSoWhenNothingIsScripted() throws Exception {
        assertThat(post("/v1/chat", "").statusCode()).isEqualTo(500);
    }

    @Test
    void holdsAStreamAtAGateUntilTheTestOpensIt() throws Exception {
        var gate = new Gate();
        upstream.answer(Reply.stream().event("one").pause(gate).event("named", "two\nlines"));

        try (var body = open("/v1/chat").body()) {
            var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("data: one");
            gate.awaitReached();
            assertThat(lines.ready() && !lines.readLine().isEmpty()).isFalse();
            gate.open();

            assertThat(lines.lines().filter(line -> !line.isEmpty())).containsExactly("event: named", "data: two",
                "data: lines");
        }
    }

    @Test
    void cutsAnAnswerInTheMiddle() throws Exception {
        upstream.answer(Reply.stream().event("one").cut(), Reply.json("{}").declaring(100).cut());

        assertThatThrownBy(() -> post("/", "")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("/", "")).isInstanceOf(IOException.class);
    }

    @Test
    void sendsOneByteAtATimeAndTheBytesStayTheSame() throws Exception {
        upstream.answer(Reply.events("grüße 🙂", "[DONE]").inPiecesOf(1));

        assertThat(post("/", "").body()).isEqualTo("data: grüße 🙂\n\ndata: [DONE]\n\n");
    }

    @Test
    void endsABodyWithItsConnection() throws Exception {
        upstream.answer(Reply.chunked(200, "text/plain").text("hello").untilClose());

        assertThat(post("/", "").body()).isEqualTo("hello");
    }

    @Test
    void sendsGarbageInThePlaceOfAnAnswer() throws Exception {
        upstream.answer(Reply.raw("no http at all\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(() -> post("/", "")).isInstanceOf(IOException.class);
    }

    @Test
    void resetsAConnection() throws Exception {
        upstream.answer(Reply.reset());

        try (var socket = new Socket("127.0.0.1", upstream.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void leavesAStaleConnectionBehind() throws Exception {
        upstream.answer(Reply.json("{}").thenClose());

        try (var socket = new Socket("127.0.0.1", upstream.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).endsWith("{}")
                .contains("Content-Length: 2").doesNotContain("close");
        }
    }

    @Test
    void seesThatThePeerHangsUpWhileItStalls() throws Exception {
        upstream.answer(Reply.silence());
        Received request;

        try (var socket = new Socket("127.0.0.1", upstream.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            request = upstream.take();
            assertThat(request.hungUp()).isFalse();
            assertThat(upstream.openConnections()).isEqualTo(1);
        }

        request.awaitHangUp();
        upstream.awaitOpenConnections(0);
    }

    @Test
    void refusesConnectionsFromThenOn() {
        upstream.refuseConnections();

        assertThatThrownBy(() -> post("/", "")).isInstanceOf(ConnectException.class);
    }

    @Test
    void failsTheTestWhenNoRequestComes() {
        assertThatThrownBy(() -> upstream.take(Duration.ofMillis(1))).isInstanceOf(AssertionError.class)
            .hasMessageContaining("in vain for a request");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private URI uri(String path) {
        return upstream.baseUri().resolve(path);
    }
}
