package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.Arrays;
import java.util.function.Consumer;

/** The whole body is one frame. */
final class BodyFraming implements Framing {

    private static final int LEAST_ROOM = 4096;
    /** An upstream has to send what it makes us reserve beyond this. */
    private static final int MOST_EXPECTED = 1 << 20;

    private byte[] body;
    private int size;

    /** @param expectedBytes how long the body probably is; 0 if nobody knows */
    BodyFraming(long expectedBytes) {
        body = new byte[expectedBytes > 0 && expectedBytes <= MOST_EXPECTED ? (int) expectedBytes : LEAST_ROOM];
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames) {
        if (size + length > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider's answer is larger than %d bytes".formatted(MAX_FRAME));
        }
        if (size + length > body.length) {
            body = Arrays.copyOf(body, Math.max(size + length, body.length * 2));
        }
        System.arraycopy(bytes, offset, body, size, length);
        size += length;
    }

    @Override
    public void end(Consumer<Frame> frames) {
        if (size > 0) {
            frames.accept(new Frame("", size == body.length ? body : Arrays.copyOf(body, size), true));
        }
    }
}
