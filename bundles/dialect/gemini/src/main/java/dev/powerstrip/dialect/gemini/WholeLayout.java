package dev.powerstrip.dialect.gemini;

/** One response, at once. */
final class WholeLayout implements Layout {

    private static final byte[] NOTHING = {};

    @Override
    public boolean streamed() {
        return false;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] response(byte[] json, boolean last) {
        return json;
    }

    @Override
    public byte[] failure(byte[] json) {
        return NOTHING;
    }

    @Override
    public byte[] pause() {
        return NOTHING;
    }
}
