package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;

/** Hands on how many tokens a request has; an estimate says that it is one. */
final class CountWriter implements AnswerWriter {

    private static final byte[] NOTHING = {};

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] write(Chunk chunk) {
        return chunk.data();
    }

    /** Nothing has been said that could be broken off. */
    @Override
    public byte[] fail(GatewayException error) {
        return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }
}
