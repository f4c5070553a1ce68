package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as bytes, read to their end. */
class AnswersTest {

    private static final String COUNTED = """
        HTTP/1.1 200 OK\r
        Content-Type: text/plain\r
        content-length:  11 \r
        \r
        hello
        world""";
    private static final String CHUNKED = """
        HTTP/1.1 200\r
        Transfer-Encoding: chunked\r
        \r
        6;name="value"\r
        hello
        \r
        05 \r
        world\r
        0\r
        Trailer: 1\r
        \r
        """;
    private static final String LINE_FEEDS
        = CHUNKED.replace("\r", "");
    private static final String AFTER_OTHERS
        = "\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n" + COUNTED;
    private static final String UNTIL_CLOSE = """
        HTTP/1.0 200 OK\r
        X-Folded: one\r
          two\r
        \r
        hello
        world""";

    @ParameterizedTest
    @ValueSource(strings = {COUNTED, CHUNKED, UNTIL_CLOSE})
    void areReadInPiecesOfAnySize(String answer) throws Exception {
        for (int piece : new int[] {1, 2, 3, 5, 8, 1000}) {
            for (int read : new int[] {1, 4, 2000}) {
                assertThat(body(answer, piece, read)).isEqualTo("hello\nworld");
            }
        }
        assertThat(body(LINE_FEEDS, 1, 1)).isEqualTo("hello\nworld");
        assertThat(body(AFTER_OTHERS, 1, 1)).isEqualTo("hello\nworld");
    }

    @Test
    void neverPassForWholeWhereTheyAreCut() throws Exception {
        for (var answer : new String[] {COUNTED, CHUNKED, LINE_FEEDS, AFTER_OTHERS}) {
            for (int cut = 0; cut < answer.length(); cut++) {
                var part = answer.substring(0, cut);
                for (int piece : new int[] {1, 1000}) {
                    assertThatThrownBy(() -> body(part, piece, 3)).as("cut at %d", cut).isInstanceOf(IOException.class)
                        .hasMessageContaining("the upstream closed the connection");
                }
            }
        }
    }

    @Test
    void thatEndWithTheirConnectionAreAllThatCame() throws Exception {
        int head = UNTIL_CLOSE.indexOf("hello");
        for (int cut = 0; cut < UNTIL_CLOSE.length(); cut++) {
            var part = UNTIL_CLOSE.substring(0, cut);
            if (cut < head) {
                assertThatThrownBy(() -> body(part, 1, 3)).isInstanceOf(IOException.class);
            } else {
                assertThat(body(part, 1, 3)).isEqualTo(UNTIL_CLOSE.substring(head, cut));
            }
        }
    }

    @Test
    void giveTheirHeadersInOrderAsTheyWereWritten() throws Exception {
        var head = HeadReader.read(input("HTTP/1.1 299 Whatever it is\r\nB: 1\r\na:\t x y \t\r\nB:\r\nL: caf\u00e9\r\n"
            + "Folded: a\r\n \t b\r\nContent-Length: 0\r\n\r\n", 1));

        assertThat(head.status()).isEqualTo(299);
        assertThat(head.headers()).hasToString("[B, a, B, L, Folded, Content-Length]");
        assertThat(head.headers().all("b")).containsExactly("1", "");
        assertThat(head.headers().first("A")).hasValue("x y");
        assertThat(head.headers().first("L")).hasValue("café");
        assertThat(head.headers().first("folded")).hasValue("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void mayHaveNoBody(String answer) throws Exception {
        assertThat(body(answer, 1, 10)).isEmpty();
    }

    @Test
    void toAHeadRequestHaveNoBody() throws Exception {
        var input = input(COUNTED, 1000);
        var head = HeadReader.read(input);

        assertThat(Content.after(head, input, true).ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        220 mail.example ESMTP~                                                | does not begin with HTTP/1.1
        HTTP/2 200 OK~                                                         | does not begin with HTTP/1.1
        HTTP/1.1200 OK~                                                        | does not begin with HTTP/1.1
        <html>~                                                                | does not begin with HTTP/1.1
        HTTP/1.1 20 OK~                                                        | status is no number
        HTTP/1.1 2000 OK~                                                      | status is no number
        HTTP/1.1 099 OK~                                                       | status is no number
        HTTP/1.x 200 OK~                                                       | version or status is no number
        HTTP/1.1 101 Switching Protocols~                                      | another protocol
        HTTP/1.1 200 OK~ X: 1~                                                 | begins with a blank
        HTTP/1.1 200 OK~X : 1~                                                 | name of a header
        HTTP/1.1 200 OK~X Y: 1~                                                | name of a header
        HTTP/1.1 200 OK~: 1~                                                   | no name or no colon
        HTTP/1.1 200 OK~X~                                                     | no name or no colon
        HTTP/1.1 200 OK~X: a!b~                                                | a NUL or a carriage return
        HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 1~                   | says its length twice
        HTTP/1.1 200 OK~Content-Length: 1~content-length: 2~                   | says its length twice
        HTTP/1.1 200 OK~Content-Length: 1, 1~                                  | Content-Length is no number
        HTTP/1.1 200 OK~Content-Length: -1~                                    | Content-Length is no number
        HTTP/1.1 200 OK~Content-Length: +1~                                    | Content-Length is no number
        HTTP/1.1 200 OK~Content-Length:~                                       | Content-Length is no number
        HTTP/1.1 200 OK~Content-Length: 0x10~                                  | Content-Length is no number
        HTTP/1.1 200 OK~Content-Length: 9999999999999999999~                   | Content-Length is no number
        HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~                      | Transfer-Encoding other than
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~Transfer-Encoding: chunked~ | Transfer-Encoding other than
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-1~                        | does not say its size
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~~                          | does not say its size
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1x~a~                      | does not say its size
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~7fffffffffffffff~          | an impossible size
        HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~ab~0~~                   | longer than it says
        """)
    void areRefusedWhereTheyAreNoHttp(String answer, String why) {
        var bytes = answer.replace("~", "\r\n").replace('!', '\0') + "\r\n";

        assertThatThrownBy(() -> body(bytes, 1000, 1000)).isInstanceOf(ProtocolException.class)
            .hasMessageStartingWith("the upstream's answer is no HTTP/1.1: ").hasMessageContaining(why);
    }

    @Test
    void areRefusedWhereTheyNeverEnd() throws Exception {
        var start = "HTTP/1.1 200 OK\r\n";
        var chunks = start + "Transfer-Encoding: chunked\r\n\r\n0\r\n";

        assertThat(body(start + "X: 1\r\n".repeat(200) + "\r\n", 1000, 10)).isEmpty();
        assertThat(body(start + "X: " + "x".repeat(32 * 1024 - 10) + "\r\n\r\nhi", 1000, 10)).isEqualTo("hi");
        assertRefused(start + "X: 1\r\n".repeat(201) + "\r\n", "more than 200 headers");
        assertRefused(start + "X: " + "x".repeat(32 * 1024) + "\r\n\r\n", "longer than 32768 bytes");
        assertRefused(start + "X: 1\r\n" + (" " + "x".repeat(20_000) + "\r\n").repeat(2) + "\r\n",
            "longer than 32768 bytes");
        assertRefused("HTTP/1.1 102 Processing\r\n\r\n".repeat(200), "more than 100 interim answers");
        assertRefused("\r\n".repeat(20), "does not begin with HTTP/1.1");
        assertRefused(chunks + "X: 1\r\n".repeat(201), "more than 200 headers follow");
        assertRefused(chunks.replace("0\r\n", "1;" + "x".repeat(40_000)), "longer than 32768 bytes");
    }

    private static void assertRefused(String answer, String why) {
        assertThatThrownBy(() -> body(answer, 1000, 10)).isInstanceOf(ProtocolException.class)
            .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1.1 | Content-Length: 1                               | true
        1.1 | Transfer-Encoding: Chunked                      | true
        1.1 | Connection: Keep-Alive                          | true
        1.1 | Connection: close                               | false
        1.1 | Connection: x, Close                            | false
        1.1 | Connection: close~Connection: x                 | false
        1.1 | Proxy-Connection: close                         | false
        1.1 | Content-Length: 1~Transfer-Encoding: chunked    | false
        1.0 | Content-Length: 1                               | false
        1.0 | Connection: keep-alive~Content-Length: 1        | true
        1.0 | Connection: x, keep-alive~Content-Length: 1     | true
        1.0 | Connection: keep-alive~Transfer-Encoding: chunked | false
        """)
    void sayWhetherTheirConnectionServesAgain(String version, String headers, boolean again) throws Exception {
        var head = HeadReader.read(
            input("HTTP/" + version + " 200 OK\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n", 1000));

        assertThat(head.framing().keepsAlive()).isEqualTo(again);
    }

    @Test
    void areToldFromWhatComesAfterThem() throws Exception {
        for (var answer : new String[] {COUNTED, CHUNKED}) {
            var input = input(answer + "HTTP/1.1 200 smuggled", 1000);
            var head = HeadReader.read(input);

            assertThat(read(Content.after(head, input, false), 2000)).isEqualTo("hello\nworld");

            assertThat(input.isEmpty()).isFalse();
        }
    }

    @Test
    void areReadIntoTheReadersArrayAndNoFurtherThanToTheirEnd() throws Exception {
        var large = "x".repeat(100_000);
        var source = new Pieces("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + large + "more", 1_000_000);
        var input = new Input(source);
        var head = HeadReader.read(input);

        assertThat(read(Content.after(head, input, false), 100_000)).isEqualTo(large);

        assertThat(source.available()).isEqualTo("more".length());
        assertThat(source.reads).isEqualTo(2);
    }

    private static String body(String answer, int piece, int read) throws IOException {
        var input = input(answer, piece);
        var head = HeadReader.read(input);
        return read(Content.after(head, input, false), read);
    }

    private static String read(Content content, int atOnce) throws IOException {
        var body = new ByteArrayOutputStream();
        var buffer = new byte[atOnce];
        while (!content.ended()) {
            body.write(buffer, 0, Math.max(0, content.read(buffer, 0, atOnce)));
        }
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private static Input input(String answer, int piece) {
        return new Input(new Pieces(answer, piece));
    }

    /** A stream that gives a few bytes at a time. */
    private static final class Pieces extends ByteArrayInputStream {

        private final int piece;
        private int reads;

        Pieces(String answer, int piece) {
            super(answer.getBytes(StandardCharsets.ISO_8859_1));
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            reads++;
            return super.read(bytes, offset, Math.min(piece, length));
        }
    }
}
