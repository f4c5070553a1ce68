package dev.powerstrip.sdk.form;

import java.util.Arrays;
import java.util.function.Consumer;

/** Hands bytes of sound on as they come, and then their end. */
final class SoundFraming implements Framing {

    /** How content types of sound begin. */
    static final String TYPE = "audio/";
    private static final byte[] END = {};

    private final String contentType;

    SoundFraming(String contentType) {
        this.contentType = contentType;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames) {
        if (length > 0) {
            frames.accept(new Frame(contentType, Arrays.copyOfRange(bytes, offset, offset + length), false));
        }
    }

    @Override
    public void end(Consumer<Frame> frames) {
        frames.accept(new Frame(contentType, END, false));
    }
}
