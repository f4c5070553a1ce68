package dev.powerstrip.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A request as the bytes that go out: its head, as it grows, and then its body. One thread; must be closed. */
final class Message implements AutoCloseable {

    private static final Buffers BUFFERS = new Buffers();

    private byte[] bytes = BUFFERS.take();
    private int size;

    Message field(String name, String value) {
        return text(name).text(": ").text(value).line();
    }

    /** A text in Latin-1. What would end the line, and what that does not know, becomes a question mark. */
    Message text(String text) {
        int length = text.length();
        makeRoom(length);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            bytes[size++] = (byte) (isPrintable(character) ? character : '?');
        }
        return this;
    }

    private static boolean isPrintable(char character) {
        return character >= ' ' && character < 0x7F || character >= 0xA0 && character <= 0xFF || character == '\t';
    }

    /** Ends a line. */
    Message line() {
        makeRoom(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
        return this;
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** Ends the head and sends all of it: in one piece as far as there is room, then what is left of the body. */
    void send(byte[] body, OutputStream out) throws IOException {
        line();
        int along = Math.min(body.length, bytes.length - size);
        System.arraycopy(body, 0, bytes, size, along);
        out.write(bytes, 0, size + along);
        if (along < body.length) {
            out.write(body, along, body.length - along);
        }
    }

    /** Leaves no head behind: it holds the credentials. */
    @Override
    public void close() {
        Arrays.fill(bytes, 0, size, (byte) 0);
        BUFFERS.giveBack(bytes);
    }
}
