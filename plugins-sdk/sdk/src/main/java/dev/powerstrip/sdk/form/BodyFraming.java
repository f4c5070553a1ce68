package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** The whole body is one frame. */
final class BodyFraming implements Framing {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(4096);

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames) {
        if (body.size() + length > MAX_FRAME) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider's answer is larger than %d bytes".formatted(MAX_FRAME));
        }
        body.write(bytes, offset, length);
    }

    @Override
    public void end(Consumer<Frame> frames) {
        if (body.size() > 0) {
            frames.accept(new Frame("", body.toByteArray(), true));
        }
    }
}
