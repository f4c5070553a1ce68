package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Takes HTTP/1.1 messages, as they come in from one connection, apart: heads, bodies by length or in chunks, ends. */
final class HttpReader {

    private static final int LONGEST_HEAD = 32 << 10;

    /** Who is told. */
    interface Listener {

        /** @param head the first line and the header lines */
        void head(String head) throws IOException;

        void body(byte[] bytes, int from, int to) throws IOException;

        void end() throws IOException;
    }

    private enum State {
        HEAD, LENGTH, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER
    }

    private final Listener listener;
    private byte[] line = new byte[1 << 10];
    private int length;
    private State state = State.HEAD;
    private long left;

    HttpReader(Listener listener) {
        this.listener = listener;
    }

    void read(byte[] bytes, int count) throws IOException {
        int position = 0;
        while (position < count) {
            position = switch (state) {
                case HEAD -> head(bytes, position, count);
                case LENGTH, CHUNK -> body(bytes, position, count);
                case CHUNK_SIZE, CHUNK_END, TRAILER -> line(bytes, position, count);
            };
        }
    }

    private int head(byte[] bytes, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            append(bytes[i]);
            if (bytes[i] == '\n' && length >= 4 && line[length - 2] == '\r' && line[length - 3] == '\n') {
                var head = new String(line, 0, length, ISO_8859_1);
                length = 0;
                begin(head);
                return i + 1;
            }
        }
        return to;
    }

    private void append(byte value) throws IOException {
        if (length == line.length) {
            if (length >= LONGEST_HEAD) {
                throw new IOException("a head or line of more than %d bytes".formatted(LONGEST_HEAD));
            }
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = value;
    }

    private void begin(String head) throws IOException {
        listener.head(head);
        if (header(head, "transfer-encoding").equalsIgnoreCase("chunked")) {
            state = State.CHUNK_SIZE;
            return;
        }
        var declared = header(head, "content-length");
        if (declared.isEmpty()) {
            throw new IOException("neither a length nor chunks: " + head.lines().findFirst().orElse(""));
        }
        left = Long.parseLong(declared);
        state = State.LENGTH;
        if (left == 0) {
            end();
        }
    }

    /** The value of a header, or an empty text. */
    static String header(String head, String name) {
        int position = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
        if (position < 0) {
            return "";
        }
        int from = position + name.length() + 3;
        return head.substring(from, head.indexOf("\r\n", from)).strip();
    }

    private int body(byte[] bytes, int from, int to) throws IOException {
        int count = (int) Math.min(left, to - from);
        left -= count;
        listener.body(bytes, from, from + count);
        if (left == 0) {
            if (state == State.LENGTH) {
                end();
            } else {
                state = State.CHUNK_END;
            }
        }
        return from + count;
    }

    private int line(byte[] bytes, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                var text = new String(line, 0, length, ISO_8859_1).strip();
                length = 0;
                lineEnded(text);
                return i + 1;
            }
            append(bytes[i]);
        }
        return to;
    }

    private void lineEnded(String text) throws IOException {
        switch (state) {
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case CHUNK_SIZE -> {
                int extension = text.indexOf(';');
                left = Long.parseLong(text, 0, extension < 0 ? text.length() : extension, 16);
                state = left == 0 ? State.TRAILER : State.CHUNK;
            }
            default -> {
                if (text.isEmpty()) {
                    end();
                }
            }
        }
    }

    private void end() throws IOException {
        state = State.HEAD;
        listener.end();
    }
}
