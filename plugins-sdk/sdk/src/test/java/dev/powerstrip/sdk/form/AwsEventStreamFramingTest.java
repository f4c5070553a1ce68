package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amazon's own encoder judges the same framing in the tests of {@code provider.bedrock}. */
class AwsEventStreamFramingTest {

    private static final byte[] DELTA = message("{\"delta\":\"ü\"}", text(":message-type", "event"),
        text(":event-type", "contentBlockDelta"), text(":content-type", "application/json"));
    private static final byte[] THROTTLED = message("{\"message\":\"slow\"}", text(":message-type", "exception"),
        text(":exception-type", "throttlingException"));

    @Test
    void tellsAnEventsNameAndItsPayload() {
        assertThat(framed(DELTA, 8192)).containsExactly("contentBlockDelta {\"delta\":\"ü\"}");
    }

    @Test
    void readsMessagesThatComeByteByByte() {
        var two = both(DELTA, THROTTLED);

        assertThat(framed(two, 1)).isEqualTo(framed(two, 8192)).hasSize(2);
    }

    @Test
    void tellsExceptionsAndErrorsByTheirName() {
        var error = message("", text(":message-type", "error"), text(":error-code", "InternalFailure"),
            text(":error-message", "no \"luck\""));

        assertThat(framed(both(THROTTLED, error), 8192)).containsExactly(
            "exception:throttlingException {\"message\":\"slow\"}",
            "exception:InternalFailure {\"message\":\"no \\\"luck\\\"\"}");
    }

    @Test
    void passesOverHeadersOfOtherTypes() {
        var everyType = HexFormat.of().parseHex("01610001620101630207016403000701650400000007"
            + "016605000000000000000701670600020102016808000000000000000701690900112233445566778899aabbccddeeff");

        assertThat(framed(message("{}", everyType, text(":event-type", "ping")), 8192)).containsExactly("ping {}");
    }

    @Test
    void handsOnNothingOfAMessageThatBreaksOff() {
        for (int kept = 0; kept < DELTA.length; kept++) {
            assertThat(framed(ByteBuffer.allocate(kept).put(DELTA, 0, kept).array(), 7)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 9, 14, -5, -1})
    void refusesAMessageWhoseChecksumIsWrong(int at) {
        var broken = DELTA.clone();
        broken[at < 0 ? broken.length + at : at] ^= 0x40;

        assertThatThrownBy(() -> framed(broken, 8192)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"7fffffff00000000", "0000000f00000000", "00000020ffffffff", "0000002000000011", "ffffffff00000000"})
    void refusesLengthsThatCannotBe(String lengths) {
        var prelude = withChecksum(HexFormat.of().parseHex(lengths));

        assertThatThrownBy(() -> framed(prelude, 8192)).isInstanceOf(GatewayException.class)
            .hasMessageContaining("claims");
    }

    @Test
    void refusesHeadersThatBreakOff() {
        assertThatThrownBy(() -> framed(message("{}", new byte[] {5, 'a'}), 8192)).isInstanceOf(GatewayException.class)
            .hasMessageContaining("break off");
    }

    private static List<String> framed(byte[] bytes, int pieces) {
        var framing = Framing.of("application/vnd.amazon.eventstream");
        var frames = new ArrayList<String>();
        for (int at = 0; at < bytes.length; at += pieces) {
            framing.feed(bytes, at, Math.min(pieces, bytes.length - at), frame -> frames.add(said(frame)));
        }
        framing.end(frame -> frames.add(said(frame)));
        return frames;
    }

    private static String said(Frame frame) {
        return frame.event() + " " + new String(frame.data(), StandardCharsets.UTF_8);
    }

    private static byte[] message(String payload, byte[]... headers) {
        var head = both(headers);
        var data = payload.getBytes(StandardCharsets.UTF_8);
        var prelude = ByteBuffer.allocate(8).putInt(16 + head.length + data.length).putInt(head.length).array();
        return withChecksum(both(withChecksum(prelude), head, data));
    }

    private static byte[] text(String name, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + name.length() + bytes.length).put((byte) name.length())
            .put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 7).putShort((short) bytes.length).put(bytes).array();
    }

    private static byte[] withChecksum(byte[] bytes) {
        var checksum = new CRC32();
        checksum.update(bytes);
        return both(bytes, ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private static byte[] both(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
