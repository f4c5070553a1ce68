package dev.powerstrip.line;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers text as UTF-8: records are mostly ASCII, which goes straight into the bytes. One thread. */
final class Utf8Writer extends Writer {

    private byte[] bytes;
    private int size;

    Utf8Writer(int room) {
        bytes = new byte[room];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int character) {
        if (character < 0x80) {
            makeRoom(1);
            bytes[size++] = (byte) character;
        } else {
            encode(Character.toString((char) character));
        }
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) {
        makeRoom(length);
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                encode(text.substring(i, end));
                return;
            }
            bytes[size++] = (byte) character;
        }
    }

    private void encode(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        makeRoom(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void makeRoom(int needed) {
        if (bytes.length - size < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(size + needed, bytes.length * 2));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
