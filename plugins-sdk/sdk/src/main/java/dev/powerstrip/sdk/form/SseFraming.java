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

    private byte[] line = new byte[1024];
    private int length;
    private boolean afterCarriageReturn;
    private String event = "";
    private byte[] data;

    @Override
    public void feed(byte[] bytes, int offset, int count, Consumer<Frame> frames) {
        int start = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                append(bytes, start, i - start);
                endLine(frames);
                start = i + 1;
                afterCarriageReturn = b == '\r';
            } else {
                afterCarriageReturn = false;
            }
        }
        append(bytes, start, end - start);
    }

    private void append(byte[] bytes, int offset, int count) {
        if (length + count > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider sent an event larger than %d bytes".formatted(MAX_FRAME));
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        }
        System.arraycopy(bytes, offset, line, length, count);
        length += count;
    }

    private void endLine(Consumer<Frame> frames) {
        if (length == 0) {
            endEvent(frames);
        } else if (starts("data")) {
            addData(valueStart("data"));
        } else if (starts("event")) {
            int start = valueStart("event");
            event = new String(line, start, length - start, StandardCharsets.UTF_8);
        }
        length = 0;
    }

    private boolean starts(String field) {
        if (length < field.length() || length > field.length() && line[field.length()] != ':') {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if (line[i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int valueStart(String field) {
        int start = Math.min(length, field.length() + 1);
        return start < length && line[start] == ' ' ? start + 1 : start;
    }

    private void addData(int start) {
        var value = Arrays.copyOfRange(line, start, length);
        data = data == null ? value : joined(data, value);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length + second.length > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider sent an event larger than %d bytes".formatted(MAX_FRAME));
        }
        var both = new ByteArrayOutputStream(first.length + 1 + second.length);
        both.writeBytes(first);
        both.write('\n');
        both.writeBytes(second);
        return both.toByteArray();
    }

    private void endEvent(Consumer<Frame> frames) {
        var complete = data;
        var name = event;
        data = null;
        event = "";
        if (complete != null) {
            frames.accept(new Frame(name, complete, false));
        }
    }

    /** Half an event at the end is dropped, as the format says. */
    @Override
    public void end(Consumer<Frame> frames) {
        data = null;
        length = 0;
    }
}
