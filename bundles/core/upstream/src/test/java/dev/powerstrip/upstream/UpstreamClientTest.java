package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.line.testing.Background;
import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Gate;
import dev.powerstrip.sdk.testing.Received;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpstreamClientTest {

    private static final Duration SHORT = Duration.ofMillis(60);

    private final UpstreamClient client = new UpstreamClient();
    private final Cancellation cancellation = new Cancellation();
    private FakeUpstream upstream;
    private TestSettings settings;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        settings = TestSettings.of("acme", upstream.baseUri());
    }

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void sendsWhatItIsGivenAndNothingElse() throws Exception {
        upstream.answer(Reply.json(201, "{\"grüße\":1}").header("X-Answer", "42"));
        var request = UpstreamRequest.post(upstream.baseUri().resolve("/v1/chat?x=%20y"), "{\"hé\":1}".getBytes(
            StandardCharsets.UTF_8)).header("anthropic-beta", "a").bearer(Secret.of("sk-1")).build();

        try (var response = client.send(request, settings.build(), cancellation)) {
            assertThat(response.status()).isEqualTo(201);
            assertThat(response.headers().first("x-answer")).contains("42");
            assertThat(text(response)).isEqualTo("{\"grüße\":1}");
        }

        var received = upstream.take();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.path()).isEqualTo("/v1/chat?x=%20y");
        assertThat(received.text()).isEqualTo("{\"hé\":1}");
        assertThat(received.header("Authorization")).contains("Bearer sk-1");
        assertThat(received.header("Host")).contains("127.0.0.1:" + upstream.port());
        assertThat(received.headers()).hasToString(
            "[Host, User-Agent, Content-Type, anthropic-beta, Authorization, Content-Length]");
    }

    @Test
    void sendsAGetWithoutABodyAndAnswersOneWithoutABody() throws Exception {
        upstream.answer(Reply.whole(204, "text/plain", new byte[0]), Reply.json("{}"));

        for (int i = 0; i < 2; i++) {
            var request = UpstreamRequest.get(upstream.baseUri()).header("User-Agent", "mine").build();
            try (var response = client.send(request, settings.build(), cancellation)) {
                response.body().readAllBytes();
            }
        }

        assertThat(upstream.requests()).extracting(Received::method).containsExactly("GET", "GET");
        assertThat(upstream.requests().get(0).path()).isEqualTo("/");
        assertThat(upstream.requests().get(0).headers()).hasToString("[Host, User-Agent]");
        assertThat(upstream.requests().get(0).header("User-Agent")).contains("mine");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void leavesTheFramingOfTheMessageToNobodyElse() throws Exception {
        upstream.answer(Reply.json("{}"));
        var request = UpstreamRequest.post(upstream.baseUri(), new byte[] {'1'})
            .headers(Headers.of("content-length", "7", "transfer-encoding", "chunked", "host", "elsewhere")).build();

        client.send(request, settings.build(), cancellation).close();

        var received = upstream.take();
        assertThat(received.headers().all("Content-Length")).containsExactly("1");
        assertThat(received.header("Transfer-Encoding")).isEmpty();
        assertThat(received.headers().all("Host")).containsExactly("127.0.0.1:" + upstream.port());
    }

    @Test
    void keepsAConnectionForTheNextCallOnceTheBodyWasReadToItsEnd() throws Exception {
        upstream.answer(Reply.json("{}"), Reply.events("1", "2"), Reply.json(500, "{}"));

        for (int i = 0; i < 3; i++) {
            try (var response = send()) {
                text(response);
            }
        }

        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void keepsAConnectionWhoseAnswerEndedThoughNobodyClosedTheResponse() throws Exception {
        upstream.always(Reply.json("{}"));

        text(send());
        text(send());

        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void closesTheConnectionWhenAnAnswerIsClosedBeforeItsEndAndDoesNotWaitForTheRest() throws Exception {
        upstream.answer(Reply.stream().event("1").stall(), Reply.json("{}"));

        var response = send();
        assertThat(response.body().read()).isEqualTo('d');
        response.close();

        upstream.take().awaitHangUp();
        assertThat(text(send())).isEqualTo("{}");
        assertThatThrownBy(() -> response.body().read()).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotKeepAConnectionThatTheUpstreamWantsClosed() throws Exception {
        upstream.answer(Reply.json("{}").header("Connection", "close"),
            Reply.chunked(200, "text/plain").text("hello").untilClose(), Reply.json("{}"));

        assertThat(text(send())).isEqualTo("{}");
        assertThat(text(send())).isEqualTo("hello");
        assertThat(text(send())).isEqualTo("{}");

        assertThat(upstream.connections()).isEqualTo(3);
    }

    @Test
    void replacesAConnectionThatTurnsOutStale() throws Exception {
        upstream.always(Reply.json("{}"));
        text(send());

        upstream.closeConnections();

        assertThat(text(send())).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(2);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void replacesAConnectionThatTheUpstreamClosesUponTheRequest() throws Exception {
        upstream.answer(Reply.json("{}"), Reply.reset(), Reply.json("{}"));
        text(send());

        assertThat(text(send())).isEqualTo("{}");

        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void replacesAStaleConnectionByANewOneThoughMoreStaleOnesAreKept() throws Exception {
        upstream.always(Reply.json("{}"));
        var open = new ArrayList<Upstream.Response>();
        for (int i = 0; i < 3; i++) {
            open.add(send());
        }
        for (var response : open) {
            text(response);
        }

        upstream.closeConnections();

        assertThat(text(send())).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(4);
    }

    @Test
    void replacesAConnectionOnlyOnce() throws Exception {
        upstream.answer(Reply.json("{}"), Reply.reset(), Reply.reset(), Reply.json("{}"));
        text(send());

        assertThatThrownBy(this::send).isInstanceOf(IOException.class);

        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void doesNotRepeatARequestOnANewConnection() {
        upstream.answer(Reply.reset(), Reply.json("{}"));

        assertThatThrownBy(this::send).isInstanceOf(IOException.class);

        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void doesNotRepeatARequestThatWasAnsweredInPart() throws Exception {
        upstream.answer(Reply.json("{}"), Reply.raw("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII)),
            Reply.json("{}"));
        text(send());

        assertThatThrownBy(this::send).isInstanceOf(IOException.class);

        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void followsNoRedirect() throws Exception {
        upstream.answer(Reply.json(307, "{}").header("Location", "http://127.0.0.1:1/"));

        try (var response = send()) {
            assertThat(response.status()).isEqualTo(307);
        }
    }

    @Test
    void readsAnAnswerThatComesOneByteAtATime() throws Exception {
        upstream.answer(Reply.events("grüße 🙂", "[DONE]").inPiecesOf(1));

        assertThat(text(send())).isEqualTo("data: grüße 🙂\n\ndata: [DONE]\n\n");
    }

    @Test
    void failsWhereTheBodyBreaksOff() {
        upstream.answer(Reply.stream().event("1").cut(), Reply.json("{}").declaring(9).cut(),
            Reply.stream().event("1").thenReset());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> text(send())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void failsWhereTheAnswerIsNoHttp() {
        upstream.answer(Reply.raw("220 mail.example ESMTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(this::send).isInstanceOf(ProtocolException.class);
    }

    @Test
    void failsWhereTheHeadOfTheAnswerNeverEnds() {
        upstream.answer(Reply.json("{}").header("X", "x".repeat(100_000)));

        assertThatThrownBy(this::send).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhereNobodyListens() {
        upstream.refuseConnections();

        assertThatThrownBy(this::send).isInstanceOf(ConnectException.class);
    }

    @Test
    void waitsForTheHeadOnlySoLong() {
        upstream.answer(Reply.silence());
        settings = settings.firstByteTimeout(SHORT);

        assertThatThrownBy(this::send).isInstanceOf(SocketTimeoutException.class)
            .hasMessageContaining("firstByteTimeout of PT0.06S");

        upstream.awaitOpenConnections(0);
    }

    @Test
    void countsAHeadThatDripsAsLate() {
        upstream.answer(Reply.json("{}").header("X-Long", "x".repeat(20_000)).inPiecesOf(1));
        settings = settings.firstByteTimeout(SHORT);

        assertThatThrownBy(this::send).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void waitsForTheNextBytesOnlyAsLongAsSettingsOrTheReaderSay() throws Exception {
        upstream.always(Reply.stream().event("1").stall());

        var impatient = client.send(request(), settings.idleTimeout(SHORT).build(), cancellation);
        assertThatThrownBy(() -> text(impatient)).isInstanceOf(SocketTimeoutException.class);
        impatient.close();
        var response = send();
        response.readTimeout(SHORT);
        assertThatThrownBy(() -> text(response)).isInstanceOf(SocketTimeoutException.class);
        response.close();

        upstream.awaitOpenConnections(0);
    }

    @Test
    void doesNotCountTheTimeOfTheBodyAsTimeForTheHead() throws Exception {
        var gate = new Gate();
        upstream.answer(Reply.stream().event("1").stall(), Reply.json("{}"),
            Reply.stream().event("1").pause(gate).event("2"));
        var clock = send();
        // The first call of all takes long, and the next one has its connection.
        text(send());
        settings = settings.firstByteTimeout(Duration.ofSeconds(3));

        var response = send();
        clock.readTimeout(Duration.ofMillis(3200));
        assertThatThrownBy(() -> text(clock)).isInstanceOf(SocketTimeoutException.class);
        gate.open();

        assertThat(text(response)).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void takesNoMoreConnectionsThanAllowed() throws Exception {
        upstream.always(Reply.stream().event("1").stall());
        settings = settings.maxConnections(1);

        try (var first = send()) {
            assertThat(first.status()).isEqualTo(200);
            assertThatThrownBy(() -> client.send(request(), settings.connectTimeout(SHORT).build(), cancellation))
                .isInstanceOf(IOException.class).hasMessageContaining("maxConnections").hasMessageContaining("acme");
        }

        send().close();
        upstream.awaitOpenConnections(0);
    }

    @Test
    void waitsForAConnectionToComeFree() throws Exception {
        upstream.always(Reply.json("{}"));
        settings = settings.maxConnections(1);
        var first = send();
        var second = Background.start(() -> text(send()));

        text(first);

        assertThat(second.result()).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void endsTheWaitForTheHeadWhenCancelled() throws Exception {
        upstream.answer(Reply.silence());
        var call = Background.start(this::send);
        var received = upstream.take();

        cancellation.cancel();

        assertThatThrownBy(call::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
        received.awaitHangUp();
    }

    @Test
    void endsTheWaitForTheBodyWhenCancelled() throws Exception {
        var gate = new Gate();
        upstream.answer(Reply.stream().event("1").pause(gate));
        var call = Background.start(() -> text(send()));
        gate.awaitReached();

        cancellation.cancel();

        assertThatThrownBy(call::result).isInstanceOf(IOException.class);
        upstream.take().awaitHangUp();
    }

    @Test
    void endsTheWaitForAConnectionWhenCancelled() throws Exception {
        upstream.always(Reply.json("{}"));
        settings = settings.maxConnections(1);
        var first = client.send(request(), settings.build(), new Cancellation());
        var second = Background.start(this::send);

        cancellation.cancel();

        assertThatThrownBy(second::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
        text(first);
        assertThat(text(client.send(request(), settings.build(), new Cancellation()))).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void countsTheLookUpOfANameAsConnecting() throws Exception {
        var patient = new UpstreamClient(host -> {
            if (host.startsWith("slow")) {
                new SlowLookUp().take();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        try {
            var address = URI.create("http://slow.example:" + upstream.port());
            var slow = TestSettings.of("slow", address);
            assertThatThrownBy(
                () -> patient.send(UpstreamRequest.get(address).build(), slow.connectTimeout(SHORT).build(),
                    cancellation))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("http://slow.example:%d did not answer within the connectTimeout of PT0.06S",
                    upstream.port());

            var call = Background.start(() -> patient.send(UpstreamRequest.get(address).build(), slow.build(),
                cancellation));
            upstream.always(Reply.json("{}"));
            var quick = URI.create("http://quick.example:" + upstream.port());
            assertThat(text(patient.send(UpstreamRequest.get(quick).build(), TestSettings.of("quick", quick).build(),
                new Cancellation()))).isEqualTo("{}");
            cancellation.cancel();
            assertThatThrownBy(call::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
        } finally {
            patient.close();
        }
    }

    @Test
    void endsConnectingWhenCancelled() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var waiting = fillBacklog(server);
            settings = TestSettings.of("acme", URI.create("http://127.0.0.1:" + server.getLocalPort()));
            var begun = new CountDownLatch(1);
            var call = Background.start(() -> {
                begun.countDown();
                return send();
            });
            begun.await();

            cancellation.cancel();

            assertThatThrownBy(call::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void connectsOnlySoLong() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var waiting = fillBacklog(server);
            settings = TestSettings.of("acme", URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .connectTimeout(SHORT);

            assertThatThrownBy(this::send).isInstanceOf(SocketTimeoutException.class);

            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    /** From some point on the kernel answers no connection attempt of a server that does not accept. */
    private static ArrayList<Socket> fillBacklog(ServerSocket server) throws IOException {
        var waiting = new ArrayList<Socket>();
        while (true) {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 300);
            } catch (SocketTimeoutException full) {
                return waiting;
            }
        }
    }

    @Test
    void endsWritingWhenCancelled() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            deaf.setSoTimeout(50_000);
            settings = TestSettings.of("acme", URI.create("http://127.0.0.1:" + deaf.getLocalPort()));
            var call = Background.start(() -> client.send(large(), settings.build(), cancellation));
            try (var accepted = deaf.accept()) {
                accepted.getInputStream().read();

                cancellation.cancel();

                assertThatThrownBy(call::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
            }
        }
    }

    @Test
    void writesOnlySoLong() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings = TestSettings.of("acme", URI.create("http://127.0.0.1:" + deaf.getLocalPort()))
                .firstByteTimeout(SHORT);

            assertThatThrownBy(() -> client.send(large(), settings.build(), cancellation))
                .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void readsAnAnswerThatCameBeforeTheRequestWasSent() throws Exception {
        try (var hasty = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            hasty.setSoTimeout(50_000);
            settings = TestSettings.of("acme", URI.create("http://127.0.0.1:" + hasty.getLocalPort()));
            var call = Background.start(() -> client.send(large(), settings.build(), cancellation));
            try (var accepted = hasty.accept()) {
                accepted.getInputStream().read();
                accepted.getOutputStream().write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\n{}".getBytes(
                    StandardCharsets.US_ASCII));
            }

            try (var response = call.result()) {
                assertThat(response.status()).isEqualTo(413);
                assertThat(text(response)).isEqualTo("{}");
            }
        }
    }

    private UpstreamRequest large() {
        return UpstreamRequest.post(settings.baseUrl(), new byte[64 * 1024 * 1024]).build();
    }

    @Test
    void sendsNothingForWhatWasCancelledBefore() {
        cancellation.cancel();

        assertThatThrownBy(this::send).isInstanceOf(IOException.class).hasMessage("the call was cancelled");

        assertThat(upstream.connections()).isZero();
    }

    @Test
    void cancellingAnEndedCallDoesNotTouchTheConnectionItUsed() throws Exception {
        upstream.always(Reply.json("{}"));
        text(send());

        cancellation.cancel();

        assertThat(text(client.send(request(), settings.build(), new Cancellation()))).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void letsNothingOutButToTheAddressOfTheProvider() throws Exception {
        var base = "http://127.0.0.1:" + upstream.port();
        for (var elsewhere : new String[] {"http://127.0.0.1:1/", "http://localhost:" + upstream.port(),
            base.replace("http", "https"), base.replace("http", "file"), "mailto:me@example.com",
            base.replace("127", "user:secret@127")}) {
            var request = UpstreamRequest.get(URI.create(elsewhere)).build();

            assertThatThrownBy(() -> client.send(request, settings.build(), cancellation)).as(elsewhere)
                .isInstanceOf(GatewayException.class).hasMessageContaining("\"baseUrl\" allows only " + base)
                .hasMessageContaining("acme").hasMessageNotContaining("secret");
        }

        assertThat(upstream.connections()).isZero();
    }

    @Test
    void goesThroughAProxyThatForwards() throws Exception {
        upstream.answer(Reply.json("{}"));
        settings = TestSettings.of("acme", URI.create("http://far.example:1234/v1"))
            .proxy(URI.create("http://me:pass@127.0.0.1:" + upstream.port()));

        assertThat(text(client.send(UpstreamRequest.get(URI.create("http://far.example:1234/v1/models")).build(),
            settings.build(), cancellation))).isEqualTo("{}");

        var received = upstream.take();
        assertThat(received.path()).isEqualTo("http://far.example:1234/v1/models");
        assertThat(received.header("Host")).contains("far.example:1234");
        assertThat(received.header("Proxy-Authorization")).contains(
            "Basic " + Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesAProxyThatIsNone() {
        settings = settings.proxy(URI.create("socks://127.0.0.1:1"));

        assertThatThrownBy(this::send).isInstanceOf(IOException.class).hasMessageContaining("\"proxy\"");
    }

    @Test
    void worksOnVirtualThreadsWhereTheJdkHasThem() throws Exception {
        upstream.always(Reply.json("{}"));
        var factory = Runtime.version().feature() < 21 ? null
            : Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        Assumptions.assumeTrue(factory != null, "this JDK has virtual threads");

        var threads = (ExecutorService) factory.invoke(null);
        var answers = threads.invokeAll(Collections.nCopies(50, () -> text(send())));
        threads.shutdown();

        for (var answer : answers) {
            assertThat(answer.get()).isEqualTo("{}");
        }
        assertThat(upstream.connections()).isLessThanOrEqualTo(10);
    }

    private Upstream.Response send() throws IOException {
        return client.send(request(), settings.build(), cancellation);
    }

    private UpstreamRequest request() {
        return UpstreamRequest.post(settings.baseUrl(), "{}".getBytes(StandardCharsets.US_ASCII)).build();
    }

    private static String text(Upstream.Response response) throws IOException {
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }
}
