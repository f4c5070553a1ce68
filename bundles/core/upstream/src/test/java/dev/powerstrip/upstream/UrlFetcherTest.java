package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.testing.Background;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fetcher that takes the test's word for names, and whose sockets all lead to a server of the test's. */
@Timeout(60)
class UrlFetcherTest {

    private static final String PUBLIC = "93.184.216.34";

    @TempDir
    static Path folder;

    private static Path identity;
    private static Path trusted;
    private static SSLContext trust;

    private final Map<String, List<String>> names = new HashMap<>(Map.of("pics.example", List.of(PUBLIC)));
    private final List<String> lookedUp = new ArrayList<>();
    private final List<String> connected = new ArrayList<>();
    private final SlowLookUp slow = new SlowLookUp();
    private final Cancellation cancellation = new Cancellation();
    private FakeUpstream server;
    private UrlFetcher fetcher;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        identity = certificates.identity("dns:pics.example");
        trusted = certificates.trustIn(identity);
        trust = Certificates.client(trusted);
    }

    @BeforeEach
    void start() throws Exception {
        var context = Certificates.server(identity, trusted);
        server = new FakeUpstream(
            context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        fetcher = fetcher(true, Duration.ofSeconds(30));
    }

    private UrlFetcher fetcher(boolean allowed, Duration limit) {
        return new UrlFetcher(allowed, this::resolve, trust, Redirected::new, limit);
    }

    private void restart(boolean allowed, Duration limit) {
        fetcher.close();
        fetcher = fetcher(allowed, limit);
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("slow.example")) {
            slow.take();
        }
        var addresses = new ArrayList<InetAddress>();
        for (var address : names.getOrDefault(host, List.of())) {
            addresses.add(InetAddress.getByName(address));
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses.toArray(InetAddress[]::new);
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
    }

    @Test
    void getsWhatIsThereUnderItsNameFromTheAddressThatWasLookedUpOnce() throws Exception {
        server.answer(whole(200, "image/png", "the picture"));

        var fetched = fetcher.fetch(URI.create("https://pics.example/cat.png?size=1"), cancellation);

        assertThat(new String(fetched.bytes(), StandardCharsets.UTF_8)).isEqualTo("the picture");
        assertThat(fetched.contentType()).isEqualTo("image/png");
        assertThat(fetched).hasToString("Fetched[11 bytes]");
        assertThat(connected).containsExactly(PUBLIC + ":443");
        var request = server.take();
        assertThat(request.header("Host")).hasValue("pics.example");
        assertThat(request.path()).isEqualTo("/cat.png?size=1");
        assertThat(request.header("Authorization")).isEmpty();
    }

    @Test
    void isOffUntilTheOperatorAllowsIt() {
        restart(false, Duration.ofSeconds(30));

        assertRefused("https://pics.example/cat.png", "\"fetch\": true in etc/upstream.cfg.json");
        assertThat(lookedUp).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        http://pics.example/cat.png        | begins with https://
        ftp://pics.example/cat.png         | begins with https://
        file:///etc/passwd                 | begins with https://
        //pics.example/cat.png             | begins with https://
        https:///cat.png                   | begins with https://
        https://127.1/                     | begins with https://
        https://0x7f.0.0.1/                | begins with https://
        https://user@pics.example/cat.png  | no user and no port
        https://pics.example:8443/cat.png  | no user and no port
        https://pics.example:22/           | no user and no port
        """)
    void refusesWhatIsNoPlainHttpsUrl(String url, String why) {
        assertRefused(url, why);
        assertThat(lookedUp).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1", "64:ff9b::7f00:1",
        "2002:7f00:1::1", "::ffff:192.168.0.1"})
    void refusesANameThatLeadsToAPrivateAddress(String address) {
        names.put("rebound.example", List.of(address));

        assertRefused("https://rebound.example/", "the host rebound.example of a URL has no public address");
    }

    @Test
    void refusesANameOfWhichOneAddressIsPrivate() {
        names.put("mixed.example", List.of(PUBLIC, "10.0.0.1"));

        assertRefused("https://mixed.example/", "has no public address");
    }

    @Test
    void saysOfAnUnknownNameWhatItSaysOfAPrivateOne() {
        assertRefused("https://unknown.example/", "the host unknown.example of a URL has no public address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]",
        "2130706433"})
    void refusesAPrivateAddressThatStandsInTheUrl(String address) {
        names.put(address, List.of(address.replaceAll("[\\[\\]]", "")));

        assertRefused("https://" + address + "/", "has no public address");
    }

    @Test
    void followsARedirectOnTheSameHostToTheSameAddress() throws Exception {
        server.answer(whole(302, "text/plain", "").header("Location", "/dog.png"));
        server.answer(whole(200, "image/png", "a dog"));
        names.put("pics.example", new ArrayList<>(List.of(PUBLIC)));

        var fetched = fetcher.fetch(URI.create("https://pics.example/cat.png"), cancellation);

        assertThat(fetched.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("a dog");
        assertThat(lookedUp).containsExactly("pics.example");
        assertThat(connected).containsExactly(PUBLIC + ":443", PUBLIC + ":443");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://other.example/dog.png     | redirects to another host
        https://127.0.0.1/                | redirects to another host
        http://pics.example/dog.png       | begins with https://
        https://pics.example:8443/dog.png | no user and no port
        """)
    void refusesARedirectToAnywhereElse(String location, String why) {
        server.answer(whole(301, "text/plain", "").header("Location", location));
        names.put("other.example", List.of(PUBLIC));

        assertRefused("https://pics.example/cat.png", why);
        assertThat(connected).hasSize(1);
    }

    @Test
    void givesUpOnACircle() {
        for (int i = 0; i < 6; i++) {
            server.answer(whole(302, "text/plain", "").header("Location", "/cat.png"));
        }

        assertRefused("https://pics.example/cat.png", "redirects more than 5 times");
    }

    @Test
    void refusesWhatIsTooLarge() {
        server.answer(whole(200, "image/png", "x".repeat(20 * 1024 * 1024 + 1)));

        assertRefused("https://pics.example/cat.png", "larger than 20971520 bytes");
    }

    @Test
    void takesWhatIsJustNotTooLarge() throws Exception {
        server.answer(whole(200, "image/png", "x".repeat(20 * 1024 * 1024)));

        assertThat(fetcher.fetch(URI.create("https://pics.example/cat.png"), cancellation).bytes())
            .hasSize(20 * 1024 * 1024);
    }

    @Test
    void refusesWhatComesTooSlowly() {
        restart(true, Duration.ofMillis(300));
        server.answer(Reply.chunked(200, "image/png").text("x").stall());

        assertRefused("https://pics.example/cat.png", "did not come within PT0.3S");
    }

    @Test
    void refusesAHostWhoseNameIsLookedUpTooSlowly() {
        restart(true, Duration.ofMillis(300));

        assertRefused("https://slow.example/cat.png", "the URL at slow.example did not come within PT0.3S");
    }

    @Test
    void endsAtOnceWhenItIsCancelledWhileANameIsLookedUp() throws Exception {
        var fetch = Background.start(() -> fetcher.fetch(URI.create("https://slow.example/"), cancellation));
        slow.begun.await();

        cancellation.cancel();

        assertThatThrownBy(fetch::result).isInstanceOf(IOException.class).hasMessage("the fetch was cancelled");
    }

    @Test
    void saysWhatTheServerSays() {
        server.answer(whole(404, "text/plain", "gone"));

        assertRefused("https://pics.example/cat.png", "answers with status 404");
    }

    @Test
    void refusesAServerThatIsNotTheOneItsNameSays() {
        names.put("stolen.example", List.of(PUBLIC));

        assertRefused("https://stolen.example/cat.png", "the URL at stolen.example could not be fetched");
    }

    @Test
    void endsAtOnceWhenItIsCancelled() throws Exception {
        server.answer(Reply.chunked(200, "image/png").text("x").stall());
        var fetch = Background.start(() -> fetcher.fetch(URI.create("https://pics.example/cat.png"), cancellation));
        server.take();

        cancellation.cancel();

        assertThatThrownBy(fetch::result).hasRootCauseInstanceOf(IOException.class);
    }

    private static Reply whole(int status, String contentType, String body) {
        return Reply.whole(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(String url, String why) {
        assertThatThrownBy(() -> fetcher.fetch(URI.create(url), cancellation))
            .isInstanceOfSatisfying(GatewayException.class, refused -> {
                assertThat(refused.type()).isEqualTo(ErrorType.INVALID_REQUEST);
                assertThat(refused).hasMessageContaining(why);
            });
    }

    /** A socket that goes to the test's server instead, and remembers where it was to go. */
    private final class Redirected extends Socket {

        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            var wanted = (InetSocketAddress) address;
            connected.add(wanted.getAddress().getHostAddress() + ":" + wanted.getPort());
            super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.baseUri().getPort()), timeout);
        }
    }
}
