package dev.powerstrip.line;

import dev.powerstrip.sdk.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the members of a record as one line of JSON: each call makes one, so this goes straight into bytes. Names are
 * ASCII without anything to escape. One thread.
 */
final class RecordLine {

    private byte[] bytes;
    private int size;

    RecordLine(int room) {
        bytes = new byte[room];
    }

    RecordLine member(String name, String value) {
        return name(name).text(value);
    }

    /** A text in an array. */
    RecordLine item(String value) {
        comma();
        return text(value);
    }

    private RecordLine text(String value) {
        int before = size;
        return copiesPlain(value) ? this : cutTo(before).raw(JsonText.of(value));
    }

    /** Most values need no escape and go over in one pass; false if this one does need some. */
    private boolean copiesPlain(String text) {
        makeRoom(text.length() + 2);
        bytes[size++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                return false;
            }
            bytes[size++] = (byte) character;
        }
        bytes[size++] = '"';
        return true;
    }

    private RecordLine cutTo(int length) {
        size = length;
        return this;
    }

    RecordLine member(String name, long value) {
        return name(name).ascii(Long.toString(value));
    }

    RecordLine member(String name, boolean value) {
        return name(name).ascii(value ? "true" : "false");
    }

    /** A member whose value is JSON already. */
    RecordLine json(String name, String value) {
        return name(name).raw(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins the object, or one within an array. */
    RecordLine begin() {
        comma();
        return put('{');
    }

    RecordLine end() {
        return put('}');
    }

    RecordLine beginArray(String name) {
        return name(name).put('[');
    }

    RecordLine endArray() {
        return put(']');
    }

    private RecordLine name(String name) {
        comma();
        return put('"').ascii(name).put('"').put(':');
    }

    /** What follows a value is divided from it. */
    private void comma() {
        if (size > 0 && bytes[size - 1] != '{' && bytes[size - 1] != '[') {
            put(',');
        }
    }

    private RecordLine put(char character) {
        makeRoom(1);
        bytes[size++] = (byte) character;
        return this;
    }

    private RecordLine ascii(String text) {
        makeRoom(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    private RecordLine raw(byte[] json) {
        makeRoom(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    private void makeRoom(int needed) {
        if (bytes.length - size < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(size + needed, bytes.length * 2));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
