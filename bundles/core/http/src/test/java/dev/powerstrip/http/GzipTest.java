package dev.powerstrip.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed bodies, and how large bodies may be. */
@Timeout(60)
class GzipTest {

    private static final int LIMIT = 100_000;

    /** Repeats what it is sent, as JSON or as something else, whole or streamed. */
    private static Gateway repeating(Object... keysAndValues) {
        return new Gateway(keysAndValues).serves("/v1/json", client -> answer(client, "application/json"))
            .serves("/v1/text", client -> answer(client, "text/plain")).serves("/v1/stream", client -> {
                var body = client.body(LIMIT);
                client.begin(200, Headers.of("Content-Type", "application/json"));
                client.end(body);
            });
    }

    private static void answer(ClientExchange client, String type) throws IOException {
        client.answer(new HttpAnswer(200, Headers.of("Content-Type", type), client.body(LIMIT)));
    }

    private static Client.Answer post(Client client, String path, byte[] body, String... headers) throws Exception {
        var request = new ByteArrayOutputStream();
        request.writeBytes("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n".formatted(path,
            body.length, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return client.send(request.toByteArray()).answer();
    }

    private static byte[] text(int length) {
        return "{\"grüße\":1}".repeat(length / 12).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void unpacksARequest(String encoding) throws Exception {
        try (var gateway = repeating(); var client = gateway.connect()) {
            var answer = post(client, "/v1/json", Gzip.packed(text(5000)), "Content-Encoding: " + encoding);

            assertThat(answer.body()).isEqualTo(text(5000));
            assertThat(post(client, "/v1/json", text(50), "Content-Encoding: identity").body()).isEqualTo(text(50));
            assertThat(post(client, "/v1/json", new byte[0], "Content-Encoding: gzip").body()).isEmpty();
        }
    }

    @Test
    void measuresARequestUnpacked() throws Exception {
        try (var gateway = repeating(); var client = gateway.connect()) {
            var whole = post(client, "/v1/text", Gzip.packed(new byte[LIMIT]), "Content-Encoding: gzip");
            var bomb = post(client, "/v1/text", Gzip.packed(new byte[64 << 20]), "Content-Encoding: gzip");

            assertThat(whole.body()).hasSize(LIMIT);
            assertThat(bomb.status()).isEqualTo(413);
            assertThat(bomb.text()).contains("100000 bytes", "payload_too_large");
            assertThat(post(client, "/v1/text", text(24)).body()).isEqualTo(text(24));
        }
    }

    @Test
    void refusesWhatIsNotPackedAsItSays() throws Exception {
        var packed = Gzip.packed(text(5000));
        try (var gateway = repeating(); var client = gateway.connect()) {
            for (var body : new byte[][] {text(50), Arrays.copyOf(packed, packed.length - 9)}) {
                var answer = post(client, "/v1/json", body, "Content-Encoding: gzip");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).contains("not the gzip");
            }
            var answer = post(client, "/v1/json", text(50), "Content-Encoding: br");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("Content-Encoding");
        }
    }

    @Test
    void packsALargeJsonAnswerForAClientThatAcceptsIt() throws Exception {
        try (var gateway = repeating("gzipAbove", 1000); var client = gateway.connect()) {
            var answer = post(client, "/v1/json", text(5000), "Accept-Encoding: br;q=1.0, gzip;q=0.8");

            assertThat(answer.says("Content-Encoding: gzip")).isTrue();
            assertThat(answer.says("Vary: Accept-Encoding")).isTrue();
            assertThat(answer.body().length).isLessThan(1000);
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(unpacked.readAllBytes()).isEqualTo(text(5000));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/json, 500, gzip, 1000", "/v1/json, 5000, identity, 1000", "/v1/json, 5000, gzip;q=0, 1000",
        "/v1/text, 5000, gzip, 1000", "/v1/stream, 5000, gzip, 1000", "/v1/json, 5000, gzip, -1",
        "/v1/json, 15000, gzip, 16384"})
    void packsNoOther(String path, int size, String accepted, int above) throws Exception {
        try (var gateway = repeating("gzipAbove", above); var client = gateway.connect()) {
            var answer = post(client, path, text(size), "Accept-Encoding: " + accepted);

            assertThat(answer.body()).isEqualTo(text(size));
            assertThat(answer.head()).doesNotContainIgnoringCase("content-encoding");
        }
    }

    @Test
    void aRouteMayHaveALimitOfItsOwn() throws Exception {
        try (var gateway = repeating("bodyLimits", new String[] {"json=1000", "/v1/other=1"});
            var client = gateway.connect(); var second = gateway.connect()) {
            assertThat(post(client, "/v1/json", text(900)).status()).isEqualTo(200);
            assertThat(post(client, "/v1/text", text(5000)).status()).isEqualTo(200);
            assertThat(post(client, "/v1/json", Gzip.packed(text(5000)), "Content-Encoding: gzip").status())
                .isEqualTo(413);
            var refused = post(second, "/v1/json", text(5000));
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text()).contains("1000 bytes");
        }
    }
}
