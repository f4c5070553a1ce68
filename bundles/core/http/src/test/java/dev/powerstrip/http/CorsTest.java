package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages of other origins may do. */
@Timeout(60)
class CorsTest {

    private static final String APP = "https://app.example";

    private static Gateway gateway(Object... keysAndValues) {
        return new Gateway(keysAndValues).serves("/v1/a", client -> client.answer(text("a")))
            .site("admin", head -> head.path().startsWith("/api/v1/admin"), client -> client.answer(text("admin")));
    }

    private static Gateway forApp() {
        return gateway("allowedOrigins", new String[] {APP, "http://localhost:3000"});
    }

    private static Client.Answer ask(Client client, String method, String path, String... headers) throws Exception {
        return client.send("%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(method, path,
            String.join("\r\n", headers))).answer();
    }

    private static Client.Answer preflight(Client client, String path, String origin) throws Exception {
        return ask(client, "OPTIONS", path, "Origin: " + origin, "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization, content-type, x-title");
    }

    @Test
    void isOffUnlessOriginsAreSet() throws Exception {
        try (var gateway = gateway(); var client = gateway.connect()) {
            assertThat(ask(client, "GET", "/v1/a", "Origin: " + APP).head()).doesNotContainIgnoringCase(
                "access-control");
            assertThat(preflight(client, "/v1/a", APP).head()).doesNotContainIgnoringCase("access-control");
        }
    }

    @Test
    void answersAPreflightForAnAllowedOriginItself() throws Exception {
        try (var gateway = forApp(); var client = gateway.connect()) {
            for (var origin : new String[] {APP, "http://localhost:3000"}) {
                var answer = preflight(client, "/v1/a", origin);

                assertThat(answer.status()).isBetween(200, 204);
                assertThat(answer.says("Access-Control-Allow-Origin: " + origin)).isTrue();
                assertThat(answer.head().toLowerCase()).contains("access-control-allow-methods: ", "post",
                    "access-control-allow-headers: ", "authorization", "*",
                    "access-control-max-age: 600").doesNotContain("credentials");
                assertThat(answer.text()).isEmpty();
            }
        }
    }

    @Test
    void letsAPageReadAnAnswerWithItsIds() throws Exception {
        try (var gateway = forApp(); var client = gateway.connect()) {
            var answer = ask(client, "GET", "/v1/a", "Origin: " + APP);

            assertThat(answer.text()).isEqualTo("a");
            assertThat(answer.says("Access-Control-Allow-Origin: " + APP)).isTrue();
            assertThat(answer.head().toLowerCase()).contains("access-control-expose-headers: ", "x-generation-id",
                "vary: origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.evil.example", "http://app.example", "https://xapp.example", "null"})
    void anotherOriginIsNotLetIn(String origin) throws Exception {
        try (var gateway = forApp(); var client = gateway.connect()) {
            assertThat(ask(client, "GET", "/v1/a", "Origin: " + origin).head()).doesNotContainIgnoringCase(
                "access-control-allow-origin");
            assertThat(preflight(client, "/v1/a", origin).head()).doesNotContainIgnoringCase(
                "access-control-allow-origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/admin/plugins", "/api/v1/admin", "/api/v1/keys", "/v1/keys/a", "/v1/a/../keys",
        "/metrics", "/healthz", "/"})
    void administrationIsNeverForPagesOfOtherOrigins(String path) throws Exception {
        try (var gateway = gateway("allowedOrigins", new String[] {"*"}); var client = gateway.connect()) {
            assertThat(preflight(client, path, APP).head()).doesNotContainIgnoringCase("access-control");
            assertThat(ask(client, "GET", path, "Origin: " + APP).head()).doesNotContainIgnoringCase(
                "access-control");
        }
    }

    @Test
    void aStarLetsEveryPageIn() throws Exception {
        try (var gateway = gateway("allowedOrigins", new String[] {"*"}); var client = gateway.connect()) {
            assertThat(ask(client, "GET", "/v1/a", "Origin: " + APP).head().toLowerCase())
                .containsAnyOf("access-control-allow-origin: *", "access-control-allow-origin: " + APP);
        }
    }

    @Test
    void theHandlerIsStillCalledOnTheSelectorsThread() {
        try (var gateway = forApp()) {
            assertThat(gateway.listener.invocationType()).isEqualTo(InvocationType.NON_BLOCKING);
        }
    }
}
