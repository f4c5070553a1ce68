package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** One JSON value a line: every line that is not blank is a frame. The last one needs no line end. */
final class NdjsonFraming implements Framing {

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames) {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                endLine(bytes, start, i, frames);
                start = i + 1;
            }
        }
        keep(bytes, start, end);
    }

    private void keep(byte[] bytes, int start, int end) {
        if (begun.size() + end - start > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider sent a line larger than %d bytes".formatted(MAX_FRAME));
        }
        begun.write(bytes, start, end - start);
    }

    private void endLine(byte[] bytes, int start, int end, Consumer<Frame> frames) {
        if (begun.size() == 0) {
            line(Arrays.copyOfRange(bytes, start, end), frames);
            return;
        }
        keep(bytes, start, end);
        end(frames);
    }

    private static void line(byte[] line, Consumer<Frame> frames) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                frames.accept(new Frame("", line, false));
                return;
            }
        }
    }

    @Override
    public void end(Consumer<Frame> frames) {
        var line = begun.toByteArray();
        begun.reset();
        line(line, frames);
    }
}
