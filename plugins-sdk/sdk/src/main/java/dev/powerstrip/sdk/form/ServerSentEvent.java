package dev.powerstrip.sdk.form;

import java.nio.charset.StandardCharsets;

/** Says one server-sent event in bytes. */
public final class ServerSentEvent {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private ServerSentEvent() {}

    /** An event without a name. */
    public static byte[] of(byte[] data) {
        return bytes(new byte[0], data);
    }

    /** An event with a name. */
    public static byte[] of(String event, byte[] data) {
        return bytes(("event: " + event + "\n").getBytes(StandardCharsets.UTF_8), data);
    }

    /** Data of several lines becomes several data lines, which the reader joins again. */
    private static byte[] bytes(byte[] head, byte[] data) {
        int breaks = 0;
        for (byte b : data) {
            breaks += isLineEnd(b) ? 1 : 0;
        }
        var out = new byte[head.length + (breaks + 1) * DATA.length + data.length + 2];
        System.arraycopy(head, 0, out, 0, head.length);
        int at = head.length;
        int from = 0;
        for (int i = 0; i <= data.length; i++) {
            if (i == data.length || isLineEnd(data[i])) {
                System.arraycopy(DATA, 0, out, at, DATA.length);
                System.arraycopy(data, from, out, at + DATA.length, i - from);
                at += DATA.length + i - from;
                out[at++] = '\n';
                from = i + 1;
            }
        }
        out[at] = '\n';
        return out;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
