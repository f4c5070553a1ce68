package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host names, proxies and the administration's listener. */
@Timeout(60)
class WhoMayCallTest {

    private static Gateway gateway(Object... keysAndValues) {
        return new Gateway(keysAndValues).serves("/a", client -> client.answer(text("a")))
            .site("admin", head -> head.path().equals("/admin"), client -> client.answer(text("admin")));
    }

    private static Client.Answer get(Client client, String path, String host, String... headers) throws Exception {
        return client.send("GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host, lines(headers))).answer();
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "gateway.example"})
    void aListenerOnThisMachineKnowsItsNames(String host) throws Exception {
        try (var gateway = gateway("allowedHosts", new String[] {"Gateway.Example"}); var client = gateway.connect()) {
            assertThat(get(client, "/a", host).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:8080", "10.0.0.1"})
    void anotherNameIsRefusedNamingTheSetting(String host) throws Exception {
        try (var gateway = gateway(); var client = gateway.connect()) {
            var answer = get(client, "/a", host);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("allowedHosts");
            assertThat(get(client, "/healthz", host).status()).isEqualTo(200);
        }
    }

    @Test
    void aListenerForAllMachinesTakesAnyNameUnlessSomeAreSet() throws Exception {
        try (var gateway = gateway("host", "0.0.0.0"); var client = gateway.connect()) {
            assertThat(get(client, "/a", "gateway.example").status()).isEqualTo(200);
        }
        try (var gateway = gateway("host", "0.0.0.0", "allowedHosts", new String[] {"gateway.example"});
            var client = gateway.connect()) {
            assertThat(get(client, "/a", "gateway.example").status()).isEqualTo(200);
            assertThat(get(client, "/a", "evil.example").status()).isEqualTo(403);
        }
    }

    @Test
    void administrationIsForCallersOfThisMachine() throws Exception {
        try (var gateway = gateway(); var client = gateway.connect()) {
            assertThat(get(client, "/admin", "localhost").text()).isEqualTo("admin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 10.0.0.1", "forwarded: for=10.0.0.1", "X-Forwarded-Proto: https",
        "Via: 1.1 p"})
    void administrationIsNotForWhoeverAProxySpeaksFor(String header) throws Exception {
        try (var gateway = gateway(); var client = gateway.connect()) {
            var answer = get(client, "/admin", "localhost", header);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("adminListener", "adminOnPublic");
            assertThat(get(client, "/a", "localhost", header).status()).isEqualTo(200);
        }
        try (var gateway = gateway("adminOnPublic", true); var client = gateway.connect()) {
            assertThat(get(client, "/admin", "localhost", header).text()).isEqualTo("admin");
        }
    }

    @Test
    void administrationCanHaveAListenerOfItsOwn() throws Exception {
        try (var gateway = gateway("adminListener", "127.0.0.1:0");
            var client = new Client(new Socket("127.0.0.1", gateway.listener.adminPort().orElseThrow()))) {
            assertThat(gateway.listener.adminPort().orElseThrow()).isNotEqualTo(gateway.port());
            assertThat(get(client, "/admin", "localhost", "X-Forwarded-For: 10.0.0.1").text()).isEqualTo("admin");
            assertThat(get(client, "/a", "localhost").status()).isEqualTo(404);
            assertThat(get(client, "/healthz", "localhost").status()).isEqualTo(200);
            assertThat(get(client, "/admin", "evil.example").status()).isEqualTo(403);
        }
    }

    @Test
    void readinessNeedsAGatewayAndSettledPlugins() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            assertThat(client.get("/healthz").answer().text()).isEqualTo("{\"status\":\"ok\"}");
            var unready = client.get("/readyz").answer();
            assertThat(unready.status()).isEqualTo(503);
            assertThat(unready.text()).contains("there is no gateway", "still being taken in");

            gateway.serves("/a", exchange -> exchange.answer(text("a")));
            gateway.health.plugins(Gateway.plugins(false));
            assertThat(client.get("/readyz").answer().text()).contains("still being taken in")
                .doesNotContain("there is no gateway");

            var settled = Gateway.plugins(true);
            gateway.health.plugins(settled);
            assertThat(client.get("/readyz").answer().text()).isEqualTo("{\"status\":\"ready\"}");

            gateway.health.pluginsGone(settled);
            assertThat(client.get("/readyz").answer().status()).isEqualTo(503);
        }
    }

    @Test
    void readinessNamesPluginsInTroubleAndEndsWhereTheyTookTooManyThreads() throws Exception {
        var stuck
            = new RevisionStatus(1, "1.0.0", "0123456789ab", "stuck", 1, Instant.EPOCH, Optional.of("1 call is lost"));
        var fine = new RevisionStatus(2, "1.1.0", "ba9876543210", "current", 1, Instant.EPOCH, Optional.empty());
        var plugin = new PluginStatus("provider.acme", "provider", Optional.empty(), List.of(stuck, fine));
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            gateway.serves("/a", exchange -> exchange.answer(text("a")));
            gateway.health.plugins(Gateway.plugins(true, Optional.empty(), plugin));
            var ready = client.get("/readyz").answer();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.text()).isEqualTo("{\"status\":\"ready\",\"reasons\":"
                + "[\"provider.acme@1.0.0+0123456789ab is stuck: 1 call is lost\"]}");

            gateway.health.plugins(Gateway.plugins(true, Optional.of("100 calls are lost"), plugin));
            var unready = client.get("/readyz").answer();
            assertThat(unready.status()).isEqualTo(503);
            assertThat(unready.text()).contains("100 calls are lost", "provider.acme@1.0.0");
        }
    }

    @Test
    void readinessGivesItsReasonsOnlyToCallersOfThisMachine() throws Exception {
        try (var gateway = new Gateway(); var client = gateway.connect()) {
            assertThat(get(client, "/readyz", "localhost", "X-Forwarded-For: 10.0.0.1").text())
                .isEqualTo("{\"status\":\"unavailable\"}");
        }
    }
}
