package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerTest {

    private final Gateway gateway = new Gateway("maxHeaderBytes", 8192);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void callsItsHandlerOnTheSelectorsThread() {
        assertThat(gateway.listener.invocationType()).isEqualTo(InvocationType.NON_BLOCKING);
    }

    @Test
    void tellsWhereItListens() {
        assertThat(gateway.listener.address()).hasScheme("http").hasHost("127.0.0.1").hasPort(gateway.port());
    }

    @Test
    void givesAnExchangeToTheFirstSiteThatAccepts() throws Exception {
        gateway.serves("/a", client -> client.answer(text("first")));
        gateway.serves("/a", client -> client.answer(text("second")));
        gateway.serves("/b", client -> client.answer(text("b")));

        try (var client = gateway.connect()) {
            assertThat(client.get("/a").answer().text()).isEqualTo("first");
            assertThat(client.get("/b").answer().text()).isEqualTo("b");
        }
    }

    @Test
    void tellsTheSiteWhatTheClientSent() throws Exception {
        var heads = new ArrayBlockingQueue<RequestHead>(1);
        gateway.serves("/a%20b", client -> {
            heads.add(client.head());
            client.answer(text(new String(client.body(100), StandardCharsets.UTF_8)));
        });

        try (var client = gateway.connect()) {
            client.send("POST /a%20b?x=1&y HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\nX-One: 2\r\n"
                + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.answer().text()).isEqualTo("hello");
        }

        var head = heads.remove();
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/a%20b");
        assertThat(head.query()).isEqualTo("x=1&y");
        assertThat(head.headers().all("x-one")).containsExactly("1", "2");
        assertThat(head.client().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void serves503WhileThereIsNoGateway() throws Exception {
        gateway.site("admin", head -> head.path().equals("/admin"), client -> client.answer(text("admin")));

        try (var client = gateway.connect()) {
            var answer = client.get("/v1/models").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.says("Retry-After: 5")).isTrue();
            assertThat(answer.text()).contains("\"code\":503", "\"error_type\":\"unavailable\"");

            var anthropic = client.post("/v1/messages", "{}").answer();
            assertThat(anthropic.status()).isEqualTo(503);
            assertThat(anthropic.text()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"api_error\"");

            var google = client.post("/v1beta/models/a/b:generateContent?key=secret", "{}").answer();
            assertThat(google.status()).isEqualTo(503);
            assertThat(google.text()).contains("\"status\":\"UNAVAILABLE\"", "\"reason\":\"UNAVAILABLE\"")
                .doesNotContain("secret");

            assertThat(client.get("/admin").answer().text()).isEqualTo("admin");
        }
    }

    @Test
    void serves404ForAPathThatNoSiteAccepts() throws Exception {
        gateway.serves("/a", client -> client.answer(text("a")));

        try (var client = gateway.connect()) {
            var answer = client.get("/nowhere?key=secret").answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("no route: GET /nowhere").doesNotContain("secret");
        }
    }

    @Test
    void aSiteThatGoesIsAskedNoMore() throws Exception {
        gateway.serves("/a", client -> client.answer(text("a")));
        gateway.sites.remove(gateway.sites.accepting(head("/a")).orElseThrow().site());

        try (var client = gateway.connect()) {
            assertThat(client.get("/a").answer().status()).isEqualTo(503);
        }
    }

    private static RequestHead head(String path) {
        return new RequestHead("GET", path, "", Headers.none(), new InetSocketAddress("127.0.0.1", 1));
    }

    @Test
    void aWholeAnswerHasALengthAndNoServerName() throws Exception {
        gateway.serves("/a", client -> client.answer(text("four").with("X-Mine", "1")));

        try (var client = gateway.connect()) {
            var answer = client.get("/a").answer();
            assertThat(answer.says("Content-Length: 4")).isTrue();
            assertThat(answer.says("X-Mine: 1")).isTrue();
            assertThat(answer.head().toLowerCase(Locale.ROOT)).doesNotContain("\r\nserver:");
        }
    }

    @Test
    void aHeadRequestGetsTheLengthAndNoBody() throws Exception {
        gateway.serves("/a", client -> client.answer(text("four")));

        try (var client = gateway.connect()) {
            client.send("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer(false).says("Content-Length: 4")).isTrue();
            assertThat(client.get("/a").answer().text()).isEqualTo("four");
        }
    }

    @Test
    void anAnswerWithoutBodyIsSent() throws Exception {
        gateway.serves("/a", client -> client.answer(new HttpAnswer(204, Headers.none(), new byte[0])));

        try (var client = gateway.connect()) {
            assertThat(client.get("/a").answer().status()).isEqualTo(204);
            assertThat(client.get("/a").answer().status()).isEqualTo(204);
        }
    }

    @Test
    void largeAnswersArriveWhole() throws Exception {
        var large = "0123456789".repeat(300_000);
        gateway.serves("/a", client -> client.answer(text(large)));

        try (var client = gateway.connect()) {
            assertThat(client.get("/a").answer().text()).isEqualTo(large);
            assertThat(client.get("/a").answer().text()).isEqualTo(large);
        }
    }

    @Test
    void chunksAreFlushedAsTheyCome() throws Exception {
        var next = new SynchronousQueue<String>();
        gateway.serves("/a", client -> {
            client.begin(200, Headers.of("Content-Type", "text/event-stream"));
            for (var chunk = take(next); !chunk.equals("last"); chunk = take(next)) {
                client.write(chunk.getBytes(StandardCharsets.UTF_8));
            }
            client.end("last".getBytes(StandardCharsets.UTF_8));
        });

        try (var client = gateway.connect()) {
            client.get("/a");
            next.put("one");
            assertThat(client.head()).contains("Transfer-Encoding: chunked", "text/event-stream");
            assertThat(client.chunk()).asString().isEqualTo("one");
            next.put("two");
            assertThat(client.chunk()).asString().isEqualTo("two");
            next.put("last");
            assertThat(client.chunk()).asString().isEqualTo("last");
            assertThat(client.chunk()).isEmpty();
        }
    }

    private static String take(SynchronousQueue<String> queue) {
        try {
            return queue.poll(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aSitesDecisionBecomesTheAnswerInTheDialectOfTheRoute() throws Exception {
        var decided = new GatewayException(ErrorType.RATE_LIMIT_EXCEEDED, "slow down")
            .retryAfter(Duration.ofSeconds(7)).with("limit", "rpm");
        gateway.site("gateway", head -> true, client -> {
            throw decided;
        });

        try (var client = gateway.connect()) {
            var answer = client.get("/v1/models").answer();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.says("Retry-After: 7")).isTrue();
            assertThat(answer.text()).isEqualTo("{\"error\":{\"code\":429,\"message\":\"slow down\","
                + "\"metadata\":{\"limit\":\"rpm\",\"error_type\":\"rate_limit_exceeded\"}}}");
            assertThat(client.post("/api/v1/messages", "{}").answer().text())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\","
                    + "\"error_type\":\"rate_limit_exceeded\"},\"request_id\":null}");
        }
    }

    @Test
    void whatASiteThrowsIsNotToldToTheClient() throws Exception {
        gateway.serves("/a", client -> {
            throw new IOException("the disk at /secret is full");
        });
        gateway.serves("/b", client -> {
            throw new NoClassDefFoundError("x/Y");
        });
        gateway.serves("/c", client -> {});

        try (var client = gateway.connect()) {
            for (var path : new String[] {"/a", "/b", "/c"}) {
                var answer = client.get(path).answer();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.text()).contains("\"error_type\":\"server\"").doesNotContain("secret");
            }
        }
    }

    @Test
    void whatASiteThrowsInTheMiddleBreaksTheConnectionOff() throws Exception {
        gateway.serves("/a", client -> {
            client.begin(200, Headers.none());
            client.write("part".getBytes(StandardCharsets.UTF_8));
            throw new IllegalStateException("boom");
        });

        try (var client = gateway.connect()) {
            client.get("/a").head();
            assertThat(client.chunk()).asString().isEqualTo("part");
            assertThatThrownBy(client::chunk).isInstanceOfAny(EOFException.class, SocketException.class);
        }
    }

    @Test
    void badHttpIsRefusedInJson() throws Exception {
        try (var client = gateway.connect()) {
            var answer = client.send("GET /a b c HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.says("Content-Type: application/json")).isTrue();
            assertThat(answer.text()).contains("\"code\":400", "not proper HTTP");
        }
    }

    @Test
    void oddButProperRequestsAreRoutedLikeOthers() throws Exception {
        gateway.serves("/a", client -> client.answer(text("a")));

        for (var request : new String[] {"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n"}) {
            try (var client = gateway.connect()) {
                assertThat(client.send(request).answer().status()).isEqualTo(404);
            }
        }
        try (var client = gateway.connect()) {
            assertThat(client.send("GET /a HTTP/1.0\r\n\r\n").answer().text()).isEqualTo("a");
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    @Test
    void aHeadBeyondTheLimitIsRefusedNamingTheSetting() throws Exception {
        try (var client = gateway.connect()) {
            client.send("GET /a HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9000) + "\r\n\r\n");

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.text()).contains("maxHeaderBytes");
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> new Gateway("port", taken.getLocalPort()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port=" + taken.getLocalPort()).hasMessageContaining("in use");
        }
    }
}
