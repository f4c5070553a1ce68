package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static dev.powerstrip.http.Signals.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.sdk.http.Headers;
import java.io.BufferedOutputStream;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2, in the clear and within TLS, by the JDK's client. */
@Timeout(60)
class Http2Test {

    private static final byte DATA = 0;
    private static final byte HEADERS = 1;
    private static final byte RST_STREAM = 3;
    private static final byte SETTINGS = 4;
    private static final byte PING = 6;
    private static final byte GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** Requests of these methods, as HPACK's static table has them. */
    private static final int GET = 0x82;
    private static final int POST = 0x83;
    /** So many bytes may be sent on a stream before its client asks for more. */
    private static final int FIRST_WINDOW = 65_535;
    private static final byte[] CANCEL = {0, 0, 0, 8};

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
                socket.getOutputStream().write(preface());
                socket.getOutputStream().write(head(1, GET, END_HEADERS | END_STREAM, "/wait"));
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

            out.write(preface());
            out.write(head(1, POST, END_HEADERS, "/early"));
            out.flush();
            assertThat(framesUntil(in, DATA)).doesNotContain((int) RST_STREAM);
            assertThat(signals.next()).isEqualTo("answered");

            out.write(frame(DATA, END_STREAM, 1, (byte) 'x'));
            out.write(frame(PING, 0, 0, new byte[8]));
            out.flush();
            assertThat(framesUntil(in, PING)).doesNotContain((int) RST_STREAM);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionSurvivesThatManyOfItsStreamsAreGivenUpAtOnce(boolean tls) throws Exception {
        try (var gateway = gateway(tls); var socket = http2Socket(gateway, tls)) {
            gateway.serves("/quick", exchange -> exchange.answer(text("quick")));
            var out = new BufferedOutputStream(socket.getOutputStream());

            out.write(preface());
            for (int stream = 1; stream < 1000; stream += 2) {
                out.write(head(stream, GET, END_HEADERS | END_STREAM, "/quick"));
                out.write(frame(RST_STREAM, 0, stream, CANCEL));
            }
            out.write(frame(PING, 0, 0, new byte[8]));
            out.flush();

            assertThat(framesUntil(new DataInputStream(socket.getInputStream()), PING)).doesNotContain((int) GOAWAY);
        }
    }

    @Test
    void aClientThatLeavesDuringTheLastWriteIsNoFailureOfTheSite() throws Exception {
        var told = new ArrayList<String>();
        var log = Logger.getLogger(Reception.class.getName());
        var handler = new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }
        };
        log.addHandler(handler);
        try (var gateway = gateway(false); var socket = http2Socket(gateway, false)) {
            gateway.serves("/large", exchange -> {
                assertThatThrownBy(() -> exchange.answer(text("x".repeat(FIRST_WINDOW + 1))))
                    .isInstanceOf(ClientGoneException.class);
                signals.seen.add("gone");
            });
            var out = socket.getOutputStream();
            out.write(preface());
            out.write(head(1, GET, END_HEADERS | END_STREAM, "/large"));
            out.flush();
            framesUntil(new DataInputStream(socket.getInputStream()), DATA);

            out.write(frame(RST_STREAM, 0, 1, CANCEL));
            out.flush();

            assertThat(signals.next()).isEqualTo("gone");
            gateway.exchanges.drain(Duration.ofSeconds(30));
            assertThat(told).isEmpty();
        } finally {
            log.removeHandler(handler);
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

    /** The preface, and empty settings. */
    private static byte[] preface() {
        return ByteBuffer.allocate(33).put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
            .put(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0}).array();
    }

    /** The head of a request, each field written out literally. */
    private static byte[] head(int stream, int method, int flags, String path) {
        var fields = ByteBuffer.allocate(256);
        fields.put((byte) method).put((byte) 0x86);
        literal(fields, 4, path);
        literal(fields, 1, "localhost");
        fields.flip();
        return frame(HEADERS, flags, stream, Arrays.copyOf(fields.array(), fields.limit()));
    }

    private static byte[] frame(byte type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length).put((byte) 0).putShort((short) payload.length).put(type)
            .put((byte) flags).putInt(stream).put(payload).array();
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
