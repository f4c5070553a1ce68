package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static dev.powerstrip.http.Signals.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.http.Headers;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2, in the clear and within TLS, by the JDK's client. */
@Timeout(60)
class Http2Test {

    private static final byte DATA = 0;
    private static final byte RST_STREAM = 3;
    private static final byte PING = 6;
    private static final byte END_STREAM = 1;

    @TempDir
    Path folder;

    private final Signals signals = new Signals();

    private Gateway gateway(boolean tls, Object... keysAndValues) throws Exception {
        var keyStore = tls ? Certificates.settings(folder) : new Object[0];
        return new Gateway(Stream.of(keyStore, keysAndValues).flatMap(Arrays::stream)
            .toArray());
    }

    private HttpClient client(boolean tls) throws Exception {
        var client = HttpClient.newBuilder().version(Version.HTTP_2);
        return (tls ? client.sslContext(Certificates.trusting(folder)) : client).build();
    }

    private static HttpRequest.Builder request(Gateway gateway, String path) {
        return HttpRequest.newBuilder(URI.create(gateway.listener.address().toString().replace("127.0.0.1", "localhost")
            + path));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsAreAnsweredOverHttp2(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/echo",
                exchange -> exchange.answer(text(exchange.head().header("host").orElse("no host") + " "
                    + new String(exchange.body(1 << 20), StandardCharsets.UTF_8))));
            var client = client(tls);

            // In the clear the client asks to upgrade, and only a request without body can be upgraded.
            client.send(request(gateway, "/echo").build(), BodyHandlers.ofString());

            for (var body : new String[] {"first", "x".repeat(300_000), ""}) {
                HttpResponse<String> response
                    = client.send(request(gateway, "/echo").POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString());

                assertThat(response.version()).isEqualTo(Version.HTTP_2);
                assertThat(response.body()).isEqualTo("localhost:" + gateway.port() + " " + body);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyStreamsRunAtOnce(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            var all = new CountDownLatch(200);
            gateway.serves("/wait", exchange -> {
                all.countDown();
                await(all);
                exchange.answer(text("done"));
            });
            var client = client(tls);
            client.send(request(gateway, "/none").build(), BodyHandlers.ofString());

            var answers = IntStream.range(0, 200).mapToObj(
                i -> client.sendAsync(request(gateway, "/wait").build(), BodyHandlers.ofString())).toList();

            assertThat(answers).allSatisfy(
                answer -> assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chunksAreFlushedAsTheyCome(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/stream", exchange -> {
                exchange.begin(200, Headers.none());
                exchange.write("one".getBytes(StandardCharsets.UTF_8));
                await(signals.goOn);
                exchange.end("two".getBytes(StandardCharsets.UTF_8));
            });

            var body = client(tls).send(request(gateway, "/stream").build(), BodyHandlers.ofInputStream()).body();

            assertThat(body.readNBytes(3)).asString().isEqualTo("one");
            signals.goOn.countDown();
            assertThat(body.readAllBytes()).asString().isEqualTo("two");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamThatIsResetIsNoticedDuringASilentWait(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", signals::answerTooLate);
            gateway.serves("/quick", exchange -> exchange.answer(text("quick")));
            var client = client(tls);
            assertThat(client.send(request(gateway, "/quick").build(), BodyHandlers.ofString()).version())
                .isEqualTo(Version.HTTP_2);

            CompletableFuture<HttpResponse<String>> answer
                = client.sendAsync(request(gateway, "/wait").POST(BodyPublishers.ofString("hello")).build(),
                    BodyHandlers.ofString());
            await(signals.serving);
            answer.cancel(true);

            assertThat(signals.next()).isEqualTo("hang-up");
            assertThat(signals.next()).isEqualTo("gone");
            assertThat(client.send(request(gateway, "/quick").build(), BodyHandlers.ofString()).body())
                .isEqualTo("quick");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamThatIsResetInItsMiddleIsNoticed(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/stream", exchange -> {
                exchange.onHangUp(() -> {
                    signals.seen.add("hang-up");
                    signals.goOn.countDown();
                });
                exchange.begin(200, Headers.none());
                exchange.write("one".getBytes(StandardCharsets.UTF_8));
                await(signals.goOn);
            });

            var client = client(tls);

            // Jetty may miss the reset of the stream that an upgrade from HTTP/1.1 begins with.
            client.send(request(gateway, "/none").build(), BodyHandlers.discarding());
            try (InputStream body
                = client.send(request(gateway, "/stream").build(), BodyHandlers.ofInputStream()).body()) {
                assertThat(body.readNBytes(3)).asString().isEqualTo("one");
            }

            assertThat(signals.next()).isEqualTo("hang-up");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatClosesIsNoticedByItsStreams(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", signals::waitSilently);

            try (var socket = http2Socket(gateway, tls)) {
                socket.getOutputStream().write(headOverHttp2(0x82, 5, "/wait"));
                socket.getOutputStream().flush();
                await(signals.serving);
            }

            assertThat(signals.next()).isEqualTo("hang-up");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatComesBeforeTheBodyIsNotReset(boolean tls) throws Exception {
        try (var gateway = gateway(tls); var socket = http2Socket(gateway, tls)) {
            gateway.serves("/early", exchange -> {
                exchange.answer(text("early"));
                signals.seen.add("answered");
            });
            var out = socket.getOutputStream();
            var in = new DataInputStream(socket.getInputStream());

            out.write(headOverHttp2(0x83, 4, "/early"));
            out.flush();
            assertThat(framesUntil(in, DATA)).doesNotContain((int) RST_STREAM);
            assertThat(signals.next()).isEqualTo("answered");

            out.write(new byte[] {0, 0, 1, DATA, END_STREAM, 0, 0, 0, 1, 'x'});
            out.write(new byte[] {0, 0, 8, PING, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            out.flush();
            assertThat(framesUntil(in, PING)).doesNotContain((int) RST_STREAM);
        }
    }

    /** The types of the frames that come, to the first of the given type. */
    private static List<Integer> framesUntil(DataInputStream in, int type) throws IOException {
        var types = new ArrayList<Integer>();
        do {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            types.add(in.readUnsignedByte());
            in.skipNBytes(5L + length);
        } while (types.get(types.size() - 1) != type);
        return types;
    }

    private Socket http2Socket(Gateway gateway, boolean tls) throws Exception {
        var plain = new Socket("127.0.0.1", gateway.port());
        if (!tls) {
            return plain;
        }
        var socket = (SSLSocket) Certificates.trusting(folder).getSocketFactory().createSocket(plain,
            "localhost", gateway.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        return socket;
    }

    /** The preface, empty settings, and the head of a request, each field written out literally. */
    private static byte[] headOverHttp2(int method, int flags, String path) {
        var fields = ByteBuffer.allocate(256);
        fields.put((byte) method).put((byte) 0x86);
        literal(fields, 4, path);
        literal(fields, 1, "localhost");
        fields.flip();
        var frames
            = ByteBuffer.allocate(512).put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0})
                .put(new byte[] {0, 0, (byte) fields.remaining(), 1, (byte) flags, 0, 0, 0, 1})
                .put(fields);
        return Arrays.copyOf(frames.array(), frames.position());
    }

    private static void literal(ByteBuffer fields, int nameIndex, String value) {
        fields.put((byte) nameIndex).put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamThatIsNotReadIsCutOff(boolean tls) throws Exception {
        try (var gateway = gateway(tls, "writeTimeout", "PT0.5S")) {
            gateway.serves("/flood", signals::flood);
            gateway.serves("/quick", exchange -> exchange.answer(text("quick")));
            var client = client(tls);

            var body = client.send(request(gateway, "/flood").build(), BodyHandlers.ofInputStream()).body();

            assertThat(signals.next()).isEqualTo("stalled");
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            assertThat(client.send(request(gateway, "/quick").build(), BodyHandlers.ofString()).body())
                .isEqualTo("quick");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSilentStreamOutlivesTheConnectionsIdleTime(boolean tls) throws Exception {
        var client = client(tls);
        greet(client, tls);
        try (var gateway = gateway(tls, "keepAliveIdle", "PT0.2S", "headTimeout", "PT2S")) {
            gateway.serves("/wait", exchange -> {
                exchange.onHangUp(signals.goOn::countDown);
                try {
                    signals.goOn.await(3, TimeUnit.SECONDS);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
                exchange.answer(text("done"));
            });

            assertThat(client.send(request(gateway, "/wait").build(), BodyHandlers.ofString()).body())
                .isEqualTo("done");
            assertThat(signals.goOn.getCount()).isEqualTo(1);
        }
    }

    /** The first requests of a process take long, and a head is due from the moment its connection is made. */
    private void greet(HttpClient client, boolean tls) throws Exception {
        try (var patient = gateway(tls, "headTimeout", "PT1M")) {
            client.send(request(patient, "/none").build(), BodyHandlers.discarding());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyThatIsTooLargeIsRefusedOnItsStreamOnly(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));
            var client = client(tls);
            client.send(request(gateway, "/a").build(), BodyHandlers.ofString());

            var refused = client.send(request(gateway, "/a").POST(BodyPublishers.ofString("x".repeat(5000))).build(),
                BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).contains("1000 bytes");

            var accepted = client.send(request(gateway, "/a").POST(BodyPublishers.ofString("x".repeat(50))).build(),
                BodyHandlers.ofString());
            assertThat(accepted.body()).isEqualTo("50");
        }
    }
}
