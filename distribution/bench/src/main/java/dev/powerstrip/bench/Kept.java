package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * What the gateway has to leave as it is of a stream's event: each byte of it but the values of {@code id} and
 * {@code model}, and but {@code provider} and {@code native_finish_reason}, which it adds. (These streams have no price,
 * so no cost.)
 */
final class Kept {

    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final List<byte[]> SET = List.of(beginning("id"), beginning("model"));
    private static final List<byte[]> ADDED = List.of(beginning("provider"), beginning("native_finish_reason"));

    private Kept() {}

    private static byte[] beginning(String name) {
        return "\"%s\":\"".formatted(name).getBytes(UTF_8);
    }

    /** Adds it of events as they stand in a body. */
    static void ofEvents(byte[] bytes, int from, int to, Hash hash) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                if (Bytes.startsWith(bytes, start, i, DATA)) {
                    ofEvent(bytes, start + DATA.length, i, hash);
                }
                start = i + 1;
            }
        }
    }

    /** Adds it of one event's data. */
    static void ofEvent(byte[] bytes, int from, int to, Hash hash) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                int set = length(SET, bytes, i, to);
                int added = length(ADDED, bytes, i, to);
                if (set > 0) {
                    hash.update(bytes, start, i + set);
                    start = endOfString(bytes, i + set, to);
                } else if (added > 0) {
                    int end = endOfString(bytes, i + added, to) + 1;
                    boolean first = bytes[i - 1] != ',';
                    hash.update(bytes, start, first ? i : i - 1);
                    start = first && end < to && bytes[end] == ',' ? end + 1 : end;
                }
                i = Math.max(i, start - 1);
            }
        }
        hash.update(bytes, start, to);
    }

    /** The length of the one that stands there; 0 if none does. */
    private static int length(List<byte[]> beginnings, byte[] bytes, int from, int to) {
        for (var beginning : beginnings) {
            if (Bytes.startsWith(bytes, from, to, beginning)) {
                return beginning.length;
            }
        }
        return 0;
    }

    /** Where the quotation mark is that ends a string. These have none inside them. */
    private static int endOfString(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '"') {
            end++;
        }
        return end;
    }
}
