package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonEdit;

/** Says how many tokens a request has, with whatever else Google told of them; an estimate says that it is one. */
final class CountWriter implements AnswerWriter {

    private static final String COUNT = "input_tokens";
    private static final byte[] NOTHING = {};

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] write(Chunk chunk) {
        var json = chunk.json();
        return new JsonEdit(json).remove(COUNT).setRaw(json, "totalTokens", json.get(COUNT).toBytes()).toBytes();
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
