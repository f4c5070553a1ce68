package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @Test
    void goOutInOnePiece() throws Exception {
        var out = written(UpstreamRequest.post(URI.create("http://far.example:81/v1?a=b"), "{}".getBytes(
            StandardCharsets.US_ASCII)).build());

        assertThat(out).hasToString("POST /v1?a=b HTTP/1.1\r\nHost: far.example:81\r\nUser-Agent: powerstrip\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(out.writes).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2000, 50_000, 64 * 1024, 1_000_000})
    void carryBodiesOfAnySize(int size) throws Exception {
        var body = "x".repeat(size);

        var out = written(UpstreamRequest.post(URI.create("http://far.example"), body.getBytes(
            StandardCharsets.US_ASCII)).header("X-Long", "y".repeat(5000)).build());

        assertThat(out.toString()).endsWith("y\r\nContent-Length: " + size + "\r\n\r\n" + body);
        assertThat(out.writes).isEqualTo(size <= 50_000 ? 1 : 2);
    }

    @Test
    void haveHeadsOfAnySize() throws Exception {
        for (int i = 0; i < 2; i++) {
            var out
                = written(UpstreamRequest.get(URI.create("http://far.example")).header("X-Long", "y".repeat(200_000))
                    .build());

            assertThat(out.toString()).endsWith("X-Long: " + "y".repeat(200_000) + "\r\n\r\n");
        }
    }

    @Test
    void holdNothingThatEndsALineEarly() throws Exception {
        var out = written(UpstreamRequest.get(URI.create("http://far.example/caf\u00e9/\u4e2d")).header("X-\r\nName",
            "a\r\nInjected: 1\0\u010a\u7f00\u0080 \tcaf\u00e9").secretHeader("Authorization", Secret.of("key\n"))
            .build());

        assertThat(out).hasToString("GET /caf\u00e9/? HTTP/1.1\r\nHost: far.example\r\nUser-Agent: powerstrip\r\n"
            + "X-??Name: a??Injected: 1???? \tcaf\u00e9\r\nAuthorization: key?\r\n\r\n");
    }

    private static Written written(UpstreamRequest request) throws IOException {
        var out = new Written();
        Requests.direct(request, out);
        return out;
    }

    /** Counts what would be calls of the system. */
    private static final class Written extends ByteArrayOutputStream {

        private int writes;

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writes++;
            super.write(bytes, offset, length);
        }

        @Override
        public synchronized String toString() {
            return toString(StandardCharsets.ISO_8859_1);
        }
    }
}
