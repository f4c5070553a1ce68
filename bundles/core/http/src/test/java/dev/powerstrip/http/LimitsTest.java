package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What slow, large, many and silent clients get. */
@Timeout(60)
class LimitsTest {

    private static final int HUNDRED_MEGABYTES = 100 << 20;

    private static final String GET_A = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Signals signals = new Signals();

    /** The first requests of a process take long, and a head is due from the moment its connection is made. */
    @BeforeAll
    static void ask(@TempDir Path folder) throws Exception {
        var trusting = Certificates.trusting(folder);
        try (var gateway = quick("headTimeout", "PT1M"); var client = gateway.connect()) {
            assertThat(client.send(GET_A).answer().text()).isEqualTo("a");
        }
        try (var gateway = quick(with("PT1M", Certificates.settings(folder)));
            var client = new Client(Certificates.within(gateway.connect().socket, trusting))) {
            assertThat(client.send(GET_A).answer().text()).isEqualTo("a");
        }
    }

    private static Object[] with(String headTimeout, Object... keysAndValues) {
        return Stream.concat(Stream.of(keysAndValues), Stream.of("headTimeout", headTimeout)).toArray();
    }

    /** Serves already when the test connects: what a client has to do in time it can do at once. */
    private static Gateway quick(Object... keysAndValues) {
        return new Gateway(keysAndValues).serves("/a", exchange -> exchange.answer(text("a")));
    }

    @Test
    void aHeadThatTricklesInIsCutOffWith408() throws Exception {
        try (var gateway = new Gateway("headTimeout", "PT1S"); var client = gateway.connect()) {
            client.send("GET /a HTTP/1.1\r\nHost: local");
            var trickle = trickle(client, "x");

            var answer = client.answer();
            trickle.cancel(true);

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("headTimeout", "\"error_type\":\"timeout\"");
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    /** Sends a byte now and then, as a slow-loris client does. */
    private static CompletableFuture<Void> trickle(Client client, String bytes) {
        var stopped = new CompletableFuture<Void>();
        var thread = new Thread(() -> {
            try {
                for (int i = 0; i < 1000 && !stopped.isDone(); i++) {
                    client.send(bytes);
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException | InterruptedException cutOff) {
                stopped.complete(null);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return stopped;
    }

    @Test
    void aHeadThatTricklesInOnAKeptConnectionIsCutOffToo() throws Exception {
        try (var gateway = quick("headTimeout", "PT1S"); var client = gateway.connect()) {
            assertThat(client.send(GET_A).answer().text()).isEqualTo("a");

            client.send("GET /a HTTP/1.1\r\nHost: local");
            var trickle = trickle(client, "x");

            assertThat(client.answer().status()).isEqualTo(408);
            trickle.cancel(true);
        }
    }

    @Test
    void aHeadThatTricklesInWithinTlsIsCutOffToo(@TempDir Path folder) throws Exception {
        var trusting = Certificates.trusting(folder);
        try (var gateway = new Gateway(with("PT4S", Certificates.settings(folder)));
            var client = new Client(Certificates.within(gateway.connect().socket, trusting))) {
            client.send("GET /a HTTP/1.1\r\nHost: local");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    @Test
    void aConnectionThatSendsNothingIsClosedWithoutAWord() throws Exception {
        try (var gateway = new Gateway("headTimeout", "PT0.2S"); var client = gateway.connect()) {
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aKeptConnectionIsClosedWithoutAWordWhenNoRequestCame() throws Exception {
        try (var gateway = quick("keepAliveIdle", "PT0.2S", "headTimeout", "PT1S");
            var client = gateway.connect()) {
            assertThat(client.send(GET_A).answer().text()).isEqualTo("a");

            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aLongSilentExchangeOutlivesEveryTimeoutOfTheConnection() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var gateway = new Gateway("keepAliveIdle", "PT0.1S", "headTimeout", "PT1S", "bodyTimeout", "PT0.1S",
            "writeTimeout", "PT1S").serves("/a", exchange -> {
                exchange.onHangUp(goOn::countDown);
                waitFor(goOn, Duration.ofMillis(2500));
                exchange.answer(text("done"));
            }); var client = gateway.connect()) {
            assertThat(client.send(GET_A).answer().text()).isEqualTo("done");
            assertThat(goOn.getCount()).isEqualTo(1);
        }
    }

    private static boolean waitFor(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aBodyThatStopsComingIsRefusedWith408() throws Exception {
        try (var gateway = new Gateway("bodyTimeout", "PT0.3S"); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("bodyTimeout", "4 bytes");
            assertThat(answer.says("Connection: close")).isTrue();
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    @Test
    void aBodyThatTricklesInIsRefusedToo() throws Exception {
        try (var gateway = new Gateway("bodyTimeout", "PT0.3S"); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n");
            var trickle = trickle(client, "x");

            assertThat(client.answer().status()).isEqualTo(408);
            trickle.cancel(true);
        }
    }

    @Test
    void aBodyOfAHundredMegabytesIsRefusedByItsLengthWithTheAnswerSeen() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1 << 20).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + HUNDRED_MEGABYTES + "\r\n\r\n");
            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.says("Connection: close")).isTrue();
            assertThat(answer.text()).contains("1048576 bytes", "\"error_type\":\"payload_too_large\"");
        }
    }

    @Test
    void aClientThatSendsAllOfTwentyMegabytesFirstSeesTheAnswerToo() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1 << 20).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (20 << 20) + "\r\n\r\n");
            var megabyte = new byte[1 << 20];
            for (int i = 0; i < 20; i++) {
                client.send(megabyte);
            }

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aChunkedBodyIsCounted() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3e8\r\n" + "x".repeat(1000) + "\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("1000");

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aBadlyFramedBodyIsRefused() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");

            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void aClientThatAsksBeforeSendingIsToldToGoOnOnlyIfItsBodyIsWanted() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("hello").answer().text()).isEqualTo("5");

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    @Test
    void aClientThatBreaksOffItsBodyIsGone() throws Exception {
        try (var gateway = new Gateway()) {
            gateway.serves("/a", exchange -> {
                exchange.onHangUp(() -> signals.seen.add("hang-up"));
                try {
                    exchange.body(1000);
                } catch (IOException gone) {
                    signals.seen.add(gone.getMessage());
                    throw gone;
                }
            });

            try (var client = gateway.connect()) {
                client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
            }

            assertThat(List.of(signals.next(), signals.next())).containsExactlyInAnyOrder("hang-up",
                "the client hung up");
        }
    }

    @Test
    void anUnreadBodyDoesNotDisturbTheNextRequest() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("not read")));

            assertThat(client.post("/a", "some body").answer().text()).isEqualTo("not read");
            assertThat(client.post("/a", "some body").answer().text()).isEqualTo("not read");
        }
    }

    @Test
    void aClientThatReadsNothingIsCutOffAndToldApartFromOneThatHungUp() throws Exception {
        try (var gateway = new Gateway("writeTimeout", "PT0.3S"); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> {
                exchange.onHangUp(() -> signals.seen.add("hang-up"));
                signals.flood(exchange);
            });

            client.get("/a");

            assertThat(signals.next()).isEqualTo("stalled");
            assertThat(client.closedByGateway()).isTrue();
            assertThat(signals.seen).isEmpty();
        }
    }

    @Test
    void oneExchangeMoreThanAllowedIsRefusedAtOnce() throws Exception {
        var serving = new CountDownLatch(2);
        var goOn = new CountDownLatch(1);
        try (var gateway = new Gateway("maxExchanges", 2); var one = gateway.connect(); var two = gateway.connect();
            var three = gateway.connect()) {
            gateway.serves("/wait", exchange -> {
                serving.countDown();
                waitFor(goOn, Duration.ofSeconds(30));
                exchange.answer(text("waited"));
            });
            one.get("/wait");
            two.get("/wait");
            assertThat(waitFor(serving, Duration.ofSeconds(30))).isTrue();
            assertThat(gateway.listener.running()).isEqualTo(2);

            var refused = three.get("/wait").answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.says("Retry-After: 1")).isTrue();
            assertThat(refused.text()).contains("maxExchanges");
            assertThat(three.get("/healthz").answer().status()).isEqualTo(200);

            goOn.countDown();
            assertThat(one.answer().text()).isEqualTo("waited");
            assertThat(two.answer().text()).isEqualTo("waited");
        }
    }

    @Test
    void anExchangeRunsOnAVirtualThreadWhereTheJdkHasThem() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + VirtualThreads.isVirtualThread())));

            assertThat(client.get("/a").answer().text()).isEqualTo("" + VirtualThreads.areSupported());
        }
    }

    @Test
    void anExchangesThreadHasTheCoresContextLoader() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> {
                var loader = Thread.currentThread().getContextClassLoader();
                Thread.currentThread().setContextClassLoader(null);
                exchange.answer(text("" + (loader == HttpEdge.class.getClassLoader())));
            });

            assertThat(client.get("/a").answer().text()).isEqualTo("true");
            assertThat(client.get("/a").answer().text()).isEqualTo("true");
        }
    }

    @Test
    void drainingLetsNobodyInAndWaitsForThoseWhoAre() throws Exception {
        var serving = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var gateway = new Gateway(); var inside = gateway.connect(); var kept = gateway.connect()) {
            gateway.health.plugins(Gateway.plugins(true));
            gateway.serves("/wait", exchange -> {
                exchange.begin(200, Headers.none());
                exchange.write("first".getBytes(StandardCharsets.UTF_8));
                serving.countDown();
                waitFor(goOn, Duration.ofSeconds(30));
                exchange.end("last".getBytes(StandardCharsets.UTF_8));
            });
            assertThat(kept.get("/readyz").answer().status()).isEqualTo(200);
            inside.get("/wait");
            assertThat(waitFor(serving, Duration.ofSeconds(30))).isTrue();

            var drained = CompletableFuture.runAsync(() -> drain(gateway.exchanges, Duration.ofSeconds(30)));
            awaitDraining(gateway.exchanges);
            var refused = kept.get("/wait").answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.says("Retry-After: 5")).isTrue();
            assertThat(refused.says("Connection: close")).isTrue();
            try (var fresh = gateway.connect()) {
                assertThat(fresh.get("/wait").answer().status()).isEqualTo(503);
            }
            try (var fresh = gateway.connect()) {
                var unready = fresh.get("/readyz").answer();
                assertThat(unready.status()).isEqualTo(503);
                assertThat(unready.text()).contains("drains");
            }
            assertThat(drained).isNotDone();

            goOn.countDown();
            inside.head();
            assertThat(inside.chunk()).asString().isEqualTo("first");
            assertThat(inside.chunk()).asString().isEqualTo("last");
            drained.get(30, TimeUnit.SECONDS);
            assertThat(gateway.exchanges.running()).isZero();
        }
    }

    private static void drain(Exchanges exchanges, Duration atMost) {
        try {
            exchanges.drain(atMost);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void awaitDraining(Exchanges exchanges) {
        while (!exchanges.draining()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void drainingEndsWhenItsTimeIsUp() throws Exception {
        var exchanges = new Exchanges();
        var goOn = new Semaphore(0);
        exchanges.fork(goOn::acquireUninterruptibly, 1);

        exchanges.drain(Duration.ofMillis(50));

        assertThat(exchanges.running()).isEqualTo(1);
        goOn.release();
        exchanges.drain(Duration.ofSeconds(30));
        assertThat(exchanges.running()).isZero();
        exchanges.close();
    }

    @Test
    void stoppingTellsWhoeverStillRuns() throws Exception {
        var serving = new CountDownLatch(1);
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/wait", exchange -> {
                var gone = new CountDownLatch(1);
                exchange.onHangUp(gone::countDown);
                serving.countDown();
                signals.seen.add("told " + waitFor(gone, Duration.ofSeconds(30)));
            });
            client.get("/wait");
            assertThat(waitFor(serving, Duration.ofSeconds(30))).isTrue();

            gateway.listener.stop();

            assertThat(signals.next()).isEqualTo("told true");
            assertThat(client.closedByGateway()).isTrue();
        }
    }

    @Test
    void settingsCanChangeWhileItListens() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("" + exchange.body(1000).length)));
            assertThat(client.get("/a").answer().text()).isEqualTo("0");

            gateway.listener.apply(Given.settings("bodyTimeout", "PT0.1S"));

            client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }
}
