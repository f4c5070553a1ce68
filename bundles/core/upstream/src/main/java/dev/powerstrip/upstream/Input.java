package dev.powerstrip.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** What comes from a peer: line by line, or as it is. One thread. */
final class Input {

    private static final int USUAL = 16 * 1024;
    static final int LONGEST_LINE = 2 * USUAL;
    /** Smaller reads come by way of the buffer: one byte at a time must not cost a system call each. */
    private static final int SMALL = 1024;

    private final InputStream source;
    private byte[] buffer = {};
    private int position;
    private int limit;
    private int lineStart;
    private int lineEnd;
    private long received;

    Input(InputStream source) {
        this.source = source;
    }

    /** How many bytes have come so far. */
    long received() {
        return received;
    }

    /** True where nothing has come that was not asked for. */
    boolean isEmpty() {
        return position == limit;
    }

    /**
     * Goes on to the next line, which CR LF ends or LF alone.
     *
     * @throws EOFException if the input ends before the line
     */
    void nextLine() throws IOException {
        int seen = 0;
        while (true) {
            for (int i = position + seen; i < limit; i++) {
                if (buffer[i] == '\n') {
                    lineStart = position;
                    lineEnd = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                    position = i + 1;
                    return;
                }
            }
            seen = limit - position;
            makeRoom();
            if (fill() < 0) {
                throw new EOFException(received == 0 ? "the upstream closed the connection without an answer"
                    : "the upstream closed the connection within its answer");
            }
        }
    }

    int lineLength() {
        return lineEnd - lineStart;
    }

    byte lineByte(int index) {
        return buffer[lineStart + index];
    }

    /** A part of the line; bytes above ASCII are taken for Latin-1. */
    String lineText(int from, int to) {
        return new String(buffer, lineStart + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Reads like a stream, never more than asked for from what the buffer does not hold already. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (isEmpty() && length >= SMALL) {
            return count(source.read(bytes, offset, length));
        }
        if (isEmpty()) {
            makeRoom();
            if (fill() < 0) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        return count;
    }

    private void makeRoom() throws ProtocolException {
        int held = limit - position;
        if (held == buffer.length) {
            if (held >= LONGEST_LINE) {
                throw HeadReader.malformed("a line is longer than " + LONGEST_LINE + " bytes");
            }
            var larger = new byte[Math.max(USUAL, 2 * held)];
            System.arraycopy(buffer, position, larger, 0, held);
            buffer = larger;
        } else {
            System.arraycopy(buffer, position, buffer, 0, held);
        }
        position = 0;
        limit = held;
    }

    private int fill() throws IOException {
        int count = count(source.read(buffer, limit, buffer.length - limit));
        limit += Math.max(0, count);
        return count;
    }

    private int count(int count) {
        received += Math.max(0, count);
        return count;
    }
}
