package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.form.ServerSentEvent;

/** Server-sent events without names, as {@code alt=sse} asks for. */
final class EventLayout implements Layout {

    /** Google's client for Python takes a comment for a response; nobody takes an empty line for anything. */
    private static final byte[] EMPTY_LINE = {'\n'};

    @Override
    public boolean streamed() {
        return true;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] response(byte[] json, boolean last) {
        return ServerSentEvent.of(json);
    }

    @Override
    public byte[] failure(byte[] json) {
        return ServerSentEvent.of(json);
    }

    @Override
    public byte[] pause() {
        return EMPTY_LINE.clone();
    }
}
