package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.testing.Background;
import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.Gate;
import dev.powerstrip.sdk.testing.Reply;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static Path local;
    private static Path localTrust;
    private static Path stranger;
    private static Path clientIdentity;
    private static Path clientTrust;

    private final UpstreamClient client = new UpstreamClient();
    private final Cancellation cancellation = new Cancellation();
    private FakeUpstream upstream;
    private TestSettings settings;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        local = certificates.identity("ip:127.0.0.1");
        localTrust = certificates.trustIn(local);
        stranger = certificates.identity("dns:far.example");
        clientIdentity = certificates.identity("dns:client.example");
        clientTrust = certificates.trustIn(clientIdentity);
    }

    @BeforeEach
    void start() throws Exception {
        listen(local, false);
    }

    private void listen(Path identity, boolean needsClientCertificate) throws Exception {
        var server = (SSLServerSocket) Certificates.server(identity, clientTrust).getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(needsClientCertificate);
        upstream = new FakeUpstream(server);
        upstream.always(Reply.json("{}"));
        settings = TestSettings.of("acme", upstream.baseUri());
    }

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void trustsWhatThePkcs12FileHolds() throws Exception {
        settings = settings.trusting(localTrust);

        assertThat(answer()).isEqualTo("{}");
        assertThat(answer()).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void trustsWhatThePemFileHolds() throws Exception {
        settings = settings.trusting(certificates.pem(local, false));

        assertThat(answer()).isEqualTo("{}");
    }

    @Test
    void trustsNobodyTheJdkDoesNotKnow() {
        assertThatThrownBy(this::answer).isInstanceOf(SSLException.class);
    }

    @Test
    void trustsNoCertificateForAnotherName() throws Exception {
        upstream.close();
        listen(stranger, false);
        settings = settings.trusting(certificates.pem(stranger, false));

        assertThatThrownBy(this::answer).isInstanceOf(SSLException.class);
    }

    @Test
    void showsTheClientCertificate() throws Exception {
        upstream.close();
        listen(local, true);
        settings = settings.trusting(localTrust);

        assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
        assertThat(answer(settings.showing(clientIdentity))).isEqualTo("{}");
        assertThat(answer(settings.showing(certificates.pem(clientIdentity, true)))).isEqualTo("{}");
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws Exception {
        var garbage = Files.writeString(folder.resolve("garbage"), "garbage");

        assertThatThrownBy(() -> answer(settings.trusting(folder.resolve("missing")))).isInstanceOf(IOException.class)
            .hasMessageContaining("trustStore").hasMessageContaining("missing");
        assertThatThrownBy(() -> answer(settings.showing(garbage))).isInstanceOf(IOException.class)
            .hasMessageContaining("clientCertificate").hasMessageContaining("garbage");
        assertThatThrownBy(() -> answer(settings.showing(certificates.pem(clientIdentity, false))))
            .isInstanceOf(IOException.class).hasMessageContaining("PRIVATE KEY");
    }

    @Test
    void endsAnAnswerOverTlsWhenCancelled() throws Exception {
        var gate = new Gate();
        upstream.answer(Reply.stream().event("1").pause(gate));
        settings = settings.trusting(localTrust);
        var call = Background.start(this::answer);
        gate.awaitReached();

        cancellation.cancel();

        assertThatThrownBy(call::result).isInstanceOf(IOException.class);
        upstream.take().awaitHangUp();
    }

    @Test
    void endsAHandshakeThatTakesTooLong() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            settings = at(silent).connectTimeout(Duration.ofMillis(80));

            assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsAHandshakeWhenCancelled() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(50_000);
            settings = at(silent);
            var call = Background.start(this::answer);
            silent.accept().getInputStream().read();

            cancellation.cancel();

            assertThatThrownBy(call::result).isInstanceOf(IOException.class).hasMessage("the call was cancelled");
        }
    }

    private static TestSettings at(ServerSocket server) {
        return TestSettings.of("acme", URI.create("https://127.0.0.1:" + server.getLocalPort())).trusting(localTrust);
    }

    @Test
    void tunnelsThroughAProxyThatWantsCredentials() throws Exception {
        try (var proxy = new TunnelProxy()) {
            settings = settings.trusting(localTrust)
                .proxy(URI.create("http://me:pass@127.0.0.1:" + proxy.port()));

            assertThat(answer()).isEqualTo("{}");
            assertThat(answer()).isEqualTo("{}");

            assertThat(proxy.heads()).singleElement().asString()
                .startsWith("CONNECT 127.0.0.1:" + upstream.port() + " HTTP/1.1\r\n")
                .contains("Proxy-Authorization: Basic bWU6cGFzcw==");
            assertThat(upstream.take().header("Proxy-Authorization")).isEmpty();
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysThatAProxyRefuses() throws Exception {
        try (var proxy = new FakeUpstream()) {
            proxy.always(Reply.json(407, "{}"));
            settings = settings.trusting(localTrust).proxy(proxy.baseUri());

            assertThatThrownBy(this::answer).isInstanceOf(IOException.class).hasMessageContaining("407");
        }
    }

    private String answer() throws IOException {
        return answer(settings);
    }

    private String answer(TestSettings with) throws IOException {
        var request = UpstreamRequest.post(with.baseUrl(), "{}".getBytes(StandardCharsets.US_ASCII)).build();
        try (var response = client.send(request, with.build(), cancellation)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
