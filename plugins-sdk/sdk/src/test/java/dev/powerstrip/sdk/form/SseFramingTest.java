package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseFramingTest {

    @Test
    void cutsEventsAtBlankLines() {
        assertThat(frames("data: {\"a\":1}\n\ndata: [DONE]\n\n")).containsExactly("|{\"a\":1}", "|[DONE]");
    }

    @Test
    void readsEventNamesAndForgetsThemAfterTheirEvent() {
        assertThat(frames("event: ping\ndata: {}\n\ndata: x\n\nevent: lost\n\ndata: y\n\n"))
            .containsExactly("ping|{}", "|x", "|y");
    }

    @Test
    void passesOverCommentsAndFieldsItDoesNotKnow() {
        assertThat(frames(": OPENROUTER PROCESSING\n\n:\n\nid: 7\nretry: 5\ndatax: no\ndata: x\n\n"))
            .containsExactly("|x");
    }

    @Test
    void takesTheSpaceAfterTheColonAwayOnceAtMost() {
        assertThat(frames("data:x\n\ndata: x\n\ndata:  x\n\ndata\n\ndata:\n\n")).containsExactly("|x", "|x", "| x", "|",
            "|");
    }

    @Test
    void joinsDataLinesWithLineFeeds() {
        assertThat(frames("data: a\ndata: b\ndata\ndata: c\n\n")).containsExactly("|a\nb\n\nc");
        assertThat(frames("data\ndata: b\n\n")).containsExactly("|\nb");
    }

    @Test
    void dropsAByteOrderMarkAtTheBeginning() {
        assertThat(frames("\uFEFFdata: x\n\n\uFEFFdata: y\n\n")).containsExactly("|x");
    }

    @Test
    void neverHandsOnHalfAnEvent() {
        assertThat(frames("data: a\n\ndata: b\n")).containsExactly("|a");
        assertThat(frames("data: a\n\ndata: b")).containsExactly("|a");
    }

    @Test
    void givesTheSameFramesHoweverTheBytesAreSplitAndTheLinesEnd() {
        var stream = "event: e\ndata: grüße 世界 😀 \u2028\u0085 end\n\n: c\n\ndata: {\"a\":\"é\"}\ndata: 2\n\n";
        var expected = List.of("e|grüße 世界 😀 \u2028\u0085 end", "|{\"a\":\"é\"}\n2");
        for (var lineEnd : List.of("\n", "\r", "\r\n")) {
            var bytes = stream.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
            for (int size = 1; size <= bytes.length; size++) {
                assertThat(frames(bytes, size)).as("%d bytes at a time", size).isEqualTo(expected);
            }
        }
    }

    @Test
    void survivesLongLinesInOddPieces() {
        var random = new Random(1);
        var framing = Framing.of("text/event-stream; charset=utf-8");
        var text = "é世😀".repeat(20_000);
        var bytes = ("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
        var frames = new ArrayList<Frame>();

        for (int at = 0; at < bytes.length;) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(5_000));
            framing.feed(bytes, at, count, frames::add);
            at += count;
        }

        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).data()).asString(StandardCharsets.UTF_8).isEqualTo(text);
    }

    @Test
    void refusesAnEventThatWouldFillTheHeap() {
        var framing = Framing.of("text/event-stream");
        var piece = new byte[8 * 1024 * 1024];

        assertThatThrownBy(() -> {
            for (int i = 0; i < 9; i++) {
                framing.feed(piece, 0, piece.length, frame -> {});
            }
        }).isInstanceOf(GatewayException.class).hasMessageContaining("larger than");
    }

    @Test
    void takesAnyOtherBodyAsOneFrame() {
        var framing = Framing.of("application/json");
        var frames = new ArrayList<Frame>();

        framing.feed("{\"a\"".getBytes(StandardCharsets.UTF_8), 0, 4, frames::add);
        framing.feed("xx:1}".getBytes(StandardCharsets.UTF_8), 2, 3, frames::add);
        framing.end(frames::add);

        assertThat(frames).singleElement().satisfies(frame -> {
            assertThat(frame.whole()).isTrue();
            assertThat(frame.data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
        });
    }

    @Test
    void readsBackWhatServerSentEventWrites() {
        var written
            = new String(ServerSentEvent.of("message_stop", "{\n \"a\":\"é\"\n}".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);

        assertThat(written).isEqualTo("event: message_stop\ndata: {\ndata:  \"a\":\"é\"\ndata: }\n\n");
        assertThat(frames(written)).containsExactly("message_stop|{\n \"a\":\"é\"\n}");
        assertThat(ServerSentEvent.of("{\r}".getBytes(StandardCharsets.UTF_8))).asString(StandardCharsets.UTF_8)
            .isEqualTo("data: {\ndata: }\n\n");
        assertThat(ServerSentEvent.of("[DONE]".getBytes(StandardCharsets.UTF_8))).asString(StandardCharsets.UTF_8)
            .isEqualTo("data: [DONE]\n\n");
    }

    private static List<String> frames(String stream) {
        return frames(stream.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    private static List<String> frames(byte[] bytes, int size) {
        var framing = Framing.of("text/event-stream");
        var frames = new ArrayList<String>();
        for (int at = 0; at < bytes.length; at += Math.min(size, bytes.length - at)) {
            framing.feed(bytes, at, Math.min(size, bytes.length - at), frame -> frames.add(shown(frame)));
        }
        framing.end(frame -> frames.add(shown(frame)));
        return frames;
    }

    private static String shown(Frame frame) {
        return frame.event() + "|" + new String(frame.data(), StandardCharsets.UTF_8);
    }
}
