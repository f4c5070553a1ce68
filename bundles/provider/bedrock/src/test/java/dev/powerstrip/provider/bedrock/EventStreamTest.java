package dev.powerstrip.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Framing;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** The SDK's framing of event streams; Amazon's own encoder and decoder are the judges. */
class EventStreamTest {

    private final Random random = new Random(7);

    @Test
    void readsWhatAmazonsEncoderWritesAsItsDecoderDoes() {
        for (int i = 0; i < 200; i++) {
            var stream = new ByteArrayOutputStream();
            for (int messages = random.nextInt(5); messages >= 0; messages--) {
                message().encode(stream);
            }

            assertThat(ours(stream.toByteArray())).isEqualTo(theirs(stream.toByteArray()));
        }
    }

    @Test
    void refusesEveryByteThatWasChangedOnTheWay() {
        var stream = new ByteArrayOutputStream();
        message().encode(stream);
        for (int at = 0; at < stream.size(); at++) {
            var broken = stream.toByteArray();
            broken[at] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> ours(broken)).as("byte %d", at).isInstanceOf(GatewayException.class);
        }
    }

    private Message message() {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString("event-" + random.nextInt(9) + "ü"));
        // But bytes and shorts, whose values Amazon's encoder forgets to write (1.0.1).
        var more = Map.of("a", HeaderValue.fromBoolean(random.nextBoolean()), "d",
            HeaderValue.fromInteger(random.nextInt()), "e",
            HeaderValue.fromLong(random.nextLong()), "f", HeaderValue.fromByteArray(bytes(1 + random.nextInt(300))),
            "g",
            HeaderValue.fromTimestamp(Instant.ofEpochMilli(1_700_000_000_000L)), "h",
            HeaderValue.fromUuid(new UUID(random.nextLong(), random.nextLong())));
        more.forEach((name, value) -> {
            if (random.nextBoolean()) {
                headers.put(name, value);
            }
        });
        return new Message(headers, bytes(1 + random.nextInt(5000)));
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<String> ours(byte[] stream) {
        var framing = Framing.of("application/vnd.amazon.eventstream");
        var frames = new ArrayList<String>();
        for (int at = 0; at < stream.length;) {
            int count = Math.min(1 + random.nextInt(700), stream.length - at);
            framing.feed(stream, at, count, frame -> frames.add(said(frame)));
            at += count;
        }
        framing.end(frame -> frames.add(said(frame)));
        return frames;
    }

    private static String said(Frame frame) {
        return frame.event() + " " + HexFormat.of().formatHex(frame.data());
    }

    private static List<String> theirs(byte[] stream) {
        var decoder = new MessageDecoder();
        decoder.feed(stream);
        return decoder.getDecodedMessages().stream()
            .map(message -> message.getHeaders().get(":event-type").getString() + " "
                + HexFormat.of().formatHex(message.getPayload()))
            .toList();
    }
}
