package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static dev.powerstrip.http.Signals.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes is noticed while nothing is sent to it, in the clear and within TLS, over HTTP/1.1. */
@Timeout(60)
class HangUpTest {

    @TempDir
    Path folder;

    private final Signals signals = new Signals();

    private Gateway gateway(boolean tls) throws Exception {
        var gateway = tls ? new Gateway(Certificates.settings(folder)) : new Gateway();
        return gateway.serves("/quick", client -> client.answer(text("quick")));
    }

    private Client connect(Gateway gateway, boolean tls) throws Exception {
        var plain = new Socket("127.0.0.1", gateway.port());
        return new Client(tls ? Certificates.within(plain, folder) : plain);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatClosesIsNoticedDuringASilentWait(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", client -> {
                client.body(10);
                signals.answerTooLate(client);
            });

            try (var client = connect(gateway, tls)) {
                client.post("/wait", "hello");
                await(signals.serving);
            }

            assertThat(signals.next()).isEqualTo("hang-up");
            assertThat(signals.next()).isEqualTo("gone");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatResetsTheConnectionIsNoticed(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", signals::waitSilently);

            var plain = new Socket("127.0.0.1", gateway.port());
            new Client(tls ? Certificates.within(plain, folder) : plain).get("/wait");
            await(signals.serving);
            plain.setSoLinger(true, 0);
            plain.close();

            assertThat(signals.next()).isEqualTo("hang-up");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHalfCloseCountsAsGone(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", signals::waitSilently);

            try (var client = connect(gateway, tls)) {
                client.get("/wait");
                await(signals.serving);
                client.socket.shutdownOutput();

                assertThat(signals.next()).isEqualTo("hang-up");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatClosesInTheMiddleOfAStreamIsNoticed(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/stream", client -> {
                client.begin(200, Headers.none());
                client.write("one".getBytes(StandardCharsets.UTF_8));
                signals.waitSilently(client);
                assertThatThrownBy(() -> client.write("two".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ClientGoneException.class);
                signals.seen.add("gone");
            });

            try (var client = connect(gateway, tls)) {
                client.get("/stream").head();
                assertThat(client.chunk()).asString().isEqualTo("one");
            }

            assertThat(signals.next()).isEqualTo("hang-up");
            assertThat(signals.next()).isEqualTo("gone");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestSentEarlyIsAnsweredAfterTheOneBeforeIt(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", client -> {
                signals.waitSilently(client);
                client.answer(text("waited"));
            });
            gateway.serves("/echo",
                client -> client.answer(text(new String(client.body(1 << 20), StandardCharsets.UTF_8))));
            var large = "x".repeat(200_000);

            try (var client = connect(gateway, tls)) {
                client.get("/wait");
                await(signals.serving);
                client.get("/quick").post("/echo", "early").post("/echo", large);
                signals.goOn.countDown();

                assertThat(client.answer().text()).isEqualTo("waited");
                assertThat(client.answer().text()).isEqualTo("quick");
                assertThat(client.answer().text()).isEqualTo("early");
                assertThat(client.answer().text()).isEqualTo(large);
                assertThat(client.get("/quick").answer().text()).isEqualTo("quick");
                assertThat(signals.seen).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatClosesAfterAnEarlyRequestIsNoticed(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/wait", signals::waitSilently);

            try (var client = connect(gateway, tls)) {
                client.get("/wait");
                await(signals.serving);
                client.get("/quick").get("/quick");
            }

            assertThat(signals.next()).isEqualTo("hang-up");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyThatArrivesWhileTheSiteIsBusyIsThere(boolean tls) throws Exception {
        var large = "y".repeat(300_000);
        try (var gateway = gateway(tls)) {
            gateway.serves("/busy", client -> {
                signals.waitSilently(client);
                client.answer(text(new String(client.body(1 << 20), StandardCharsets.UTF_8)));
            });

            try (var client = connect(gateway, tls)) {
                client.send("POST /busy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n");
                await(signals.serving);
                client.send(large.substring(0, 40_000));
                client.send(large.substring(40_000));
                signals.goOn.countDown();

                assertThat(client.answer().text()).isEqualTo(large);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyRequestsFollowEachOtherOnOneConnection(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/echo", client -> {
                client.onHangUp(() -> signals.seen.add("hang-up"));
                client.answer(text(new String(client.body(1 << 20), StandardCharsets.UTF_8)));
            });

            try (var client = connect(gateway, tls)) {
                for (int i = 0; i < 500; i++) {
                    var body = Integer.toString(i).repeat(1 + i * 7 % 500);
                    assertThat(client.post("/echo", body).answer().text()).isEqualTo(body);
                }
            }
            assertThat(signals.seen).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHundredPipelinedRequestsAreAnsweredInOrder(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/echo",
                client -> client.answer(text(new String(client.body(1 << 20), StandardCharsets.UTF_8))));

            try (var client = connect(gateway, tls)) {
                for (int i = 0; i < 100; i++) {
                    client.post("/echo", "body " + i);
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(client.answer().text()).isEqualTo("body " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anActionRegisteredAfterTheHangUpRunsAtOnceAndEachRunsOnce(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            var ran = new AtomicInteger();
            gateway.serves("/wait", client -> {
                client.onHangUp(ran::incrementAndGet);
                signals.waitSilently(client);
                client.onHangUp(() -> signals.seen.add("late"));
                assertThatThrownBy(() -> client.write(new byte[1])).isInstanceOf(IOException.class);
                signals.seen.add("ran " + ran);
            });

            try (var client = connect(gateway, tls)) {
                client.get("/wait");
                await(signals.serving);
            }

            assertThat(signals.next()).isEqualTo("hang-up");
            assertThat(signals.next()).isEqualTo("late");
            assertThat(signals.next()).isEqualTo("ran 1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noActionRunsOnceTheExchangeIsOver(boolean tls) throws Exception {
        try (var gateway = gateway(tls)) {
            gateway.serves("/a", client -> {
                client.onHangUp(() -> signals.seen.add("hang-up"));
                client.answer(text("a"));
                signals.serving.countDown();
                await(signals.goOn);
                client.onHangUp(() -> signals.seen.add("hang-up"));
                signals.seen.add("over");
            });

            try (var client = connect(gateway, tls)) {
                assertThat(client.get("/a").answer().text()).isEqualTo("a");
                await(signals.serving);
            }
            signals.goOn.countDown();

            assertThat(signals.next()).isEqualTo("over");
            assertThat(signals.seen).isEmpty();
        }
    }
}
