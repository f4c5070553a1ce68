package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonFramingTest {

    private static final String LINES = "{\"a\":\"ü\"}\n\r\n  \n{\"b\":2}\r\n{\"c\":3}";

    @Test
    void makesEveryLineAFrameAlsoTheLastWithoutAnEnd() {
        assertThat(framed(LINES, LINES.length() * 2)).map(String::strip).containsExactly("{\"a\":\"ü\"}", "{\"b\":2}",
            "{\"c\":3}");
    }

    @Test
    void readsLinesThatComeByteByByte() {
        assertThat(framed(LINES, 1)).isEqualTo(framed(LINES, 1000));
    }

    @Test
    void isChosenByItsContentType() {
        assertThat(Framing.of("application/x-ndjson; charset=utf-8")).isInstanceOf(NdjsonFraming.class);
        assertThat(Framing.of("application/json")).isInstanceOf(BodyFraming.class);
    }

    private static List<String> framed(String text, int pieces) {
        var framing = Framing.of("application/x-ndjson");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var frames = new ArrayList<String>();
        for (int at = 0; at < bytes.length; at += pieces) {
            framing.feed(bytes, at, Math.min(pieces, bytes.length - at), frame -> frames.add(said(frame)));
        }
        framing.end(frame -> frames.add(said(frame)));
        return frames;
    }

    private static String said(Frame frame) {
        assertThat(frame.whole()).isFalse();
        return new String(frame.data(), StandardCharsets.UTF_8);
    }
}
