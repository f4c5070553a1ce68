package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpReaderTest {

    private static final String MESSAGES = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"
        + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nB;x=y\r\ndefghijklmn\r\n0\r\n\r\n"
        + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

    private final List<String> bodies = new ArrayList<>();
    private final HttpReader reader = new HttpReader(new HttpReader.Listener() {

        private final StringBuilder body = new StringBuilder();

        @Override
        public void head(String head) {
            body.append(head, 9, 12).append(' ');
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            body.append(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void end() {
            bodies.add(body.toString());
            body.setLength(0);
        }
    });

    @Test
    void readsMessagesThatComeAtOnce() throws IOException {
        var bytes = MESSAGES.getBytes(UTF_8);

        reader.read(bytes, bytes.length);

        assertThat(bodies).containsExactly("200 hello", "200 abcdefghijklmn", "404 ");
    }

    @Test
    void readsMessagesThatComeByteByByte() throws IOException {
        for (var one : MESSAGES.getBytes(UTF_8)) {
            reader.read(new byte[] {one}, 1);
        }

        assertThat(bodies).containsExactly("200 hello", "200 abcdefghijklmn", "404 ");
    }

    @Test
    void refusesAMessageWhoseEndCannotBeTold() {
        var bytes = "HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8);

        assertThatThrownBy(() -> reader.read(bytes, bytes.length)).hasMessageContaining("neither a length nor chunks");
    }
}
