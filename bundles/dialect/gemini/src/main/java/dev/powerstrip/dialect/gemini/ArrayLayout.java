package dev.powerstrip.dialect.gemini;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One JSON array that grows, as Google streams where nobody asks for events. */
final class ArrayLayout implements Layout {

    private static final byte[] NEXT = ",\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LINE = {'\n'};

    private boolean begun;

    @Override
    public boolean streamed() {
        return true;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] response(byte[] json, boolean last) {
        var out = new ByteArrayOutputStream(json.length + NEXT.length + 1);
        if (begun) {
            out.writeBytes(NEXT);
        } else {
            out.write('[');
        }
        begun = true;
        out.writeBytes(json);
        if (last) {
            out.write(']');
        }
        return out.toByteArray();
    }

    @Override
    public byte[] failure(byte[] json) {
        return response(json, true);
    }

    @Override
    public byte[] pause() {
        return EMPTY_LINE.clone();
    }
}
