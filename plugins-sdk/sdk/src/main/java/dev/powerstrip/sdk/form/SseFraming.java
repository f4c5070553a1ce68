package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Server-sent events: lines end in LF, CR or CRLF, several data lines join with LF, comments are passed over. Splits
 * bytes, never characters, so that a code point cut by the network survives.
 */
final class SseFraming implements Framing {

    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ByteArrayOutputStream begunLine = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    private boolean afterCarriageReturn;
    private boolean firstLine = true;
    private String event = "";
    private byte[] data;

    @Override
    public void feed(byte[] bytes, int offset, int count, Consumer<Frame> frames) {
        int start = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterCarriageReturn) {
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                endLine(bytes, start, i, frames);
                start = i + 1;
            }
            afterCarriageReturn = b == '\r';
        }
        keep(begunLine, bytes, start, end);
    }

    private static void keep(ByteArrayOutputStream buffer, byte[] bytes, int start, int end) {
        if (buffer.size() + end - start > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider sent an event larger than %d bytes".formatted(MAX_FRAME));
        }
        buffer.write(bytes, start, end - start);
    }

    private void endLine(byte[] bytes, int start, int end, Consumer<Frame> frames) {
        if (begunLine.size() == 0) {
            line(bytes, start, end, frames);
            return;
        }
        keep(begunLine, bytes, start, end);
        var line = begunLine.toByteArray();
        begunLine.reset();
        line(line, 0, line.length, frames);
    }

    private void line(byte[] bytes, int lineStart, int end, Consumer<Frame> frames) {
        int start = firstLine && starts(bytes, lineStart, end, BYTE_ORDER_MARK) ? lineStart + 3 : lineStart;
        firstLine = false;
        if (start == end) {
            endEvent(frames);
        } else if (isField(bytes, start, end, DATA)) {
            addData(bytes, valueStart(bytes, start, end, DATA), end);
        } else if (isField(bytes, start, end, EVENT)) {
            int from = valueStart(bytes, start, end, EVENT);
            event = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        }
    }

    private static boolean isField(byte[] bytes, int start, int end, byte[] name) {
        int colon = start + name.length;
        return starts(bytes, start, end, name) && (colon == end || bytes[colon] == ':');
    }

    private static boolean starts(byte[] bytes, int start, int end, byte[] prefix) {
        return end - start >= prefix.length
            && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static int valueStart(byte[] bytes, int start, int end, byte[] name) {
        int from = Math.min(end, start + name.length + 1);
        return from < end && bytes[from] == ' ' ? from + 1 : from;
    }

    /** An event's first data line is its data as it stands; only further ones are joined. */
    private void addData(byte[] bytes, int start, int end) {
        if (data == null) {
            data = Arrays.copyOfRange(bytes, start, end);
            return;
        }
        if (joined.size() == 0) {
            joined.writeBytes(data);
        }
        joined.write('\n');
        keep(joined, bytes, start, end);
    }

    private void endEvent(Consumer<Frame> frames) {
        var complete = joined.size() > 0 ? joined.toByteArray() : data;
        var name = event;
        joined.reset();
        data = null;
        event = "";
        if (complete != null) {
            frames.accept(new Frame(name, complete, false));
        }
    }

    /** Half an event at the end is dropped, as the format says. */
    @Override
    public void end(Consumer<Frame> frames) {
        begunLine.reset();
        joined.reset();
        data = null;
    }
}
