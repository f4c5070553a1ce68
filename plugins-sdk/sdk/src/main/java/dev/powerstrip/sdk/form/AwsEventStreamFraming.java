package dev.powerstrip.sdk.form;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Amazon's binary event stream: messages of a total length, the headers' length and their checksum, headers, a payload,
 * and a checksum of it all. Both checksums have to be right.
 */
final class AwsEventStreamFraming implements Framing {

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(1024);
    private int wanted = PRELUDE;

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<Frame> frames) {
        int end = offset + length;
        for (int at = offset; at < end;) {
            int count = Math.min(wanted - begun.size(), end - at);
            begun.write(bytes, at, count);
            at += count;
            if (begun.size() == wanted) {
                advance(frames);
            }
        }
    }

    private void advance(Consumer<Frame> frames) {
        var message = ByteBuffer.wrap(begun.toByteArray());
        if (wanted == PRELUDE) {
            wanted = total(message);
            return;
        }
        begun.reset();
        wanted = PRELUDE;
        frames.accept(frame(message));
    }

    private static int total(ByteBuffer prelude) {
        check(prelude);
        int total = prelude.getInt(0);
        int headers = prelude.getInt(4);
        if (headers < 0 || total > MAX_FRAME || total - PRELUDE - CHECKSUM < headers) {
            throw nonsense("a message claims %d bytes, %d of them headers".formatted(total, headers));
        }
        return total;
    }

    /** The last four bytes are the checksum of those before them. */
    private static void check(ByteBuffer message) {
        int length = message.capacity() - CHECKSUM;
        var checksum = new CRC32();
        checksum.update(message.array(), 0, length);
        if ((int) checksum.getValue() != message.getInt(length)) {
            throw nonsense("a checksum is wrong");
        }
    }

    private static Frame frame(ByteBuffer message) {
        check(message);
        int headers = message.getInt(4);
        var said = headers(message.duplicate().position(PRELUDE).limit(PRELUDE + headers));
        var payload = new byte[message.capacity() - PRELUDE - headers - CHECKSUM];
        message.position(PRELUDE + headers).get(payload);
        return switch (said.getOrDefault(":message-type", "event")) {
            case "exception" -> new Frame(EXCEPTION + said.getOrDefault(":exception-type", ""), payload, false);
            case "error" -> new Frame(EXCEPTION + said.getOrDefault(":error-code", ""),
                message(said.getOrDefault(":error-message", "")), false);
            default -> new Frame(said.getOrDefault(":event-type", ""), payload, false);
        };
    }

    private static byte[] message(String text) {
        var json = new JsonObject();
        json.addProperty("message", text);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The headers that are texts; those of other types mean nothing to us. */
    private static Map<String, String> headers(ByteBuffer headers) {
        var texts = new HashMap<String, String>();
        try {
            while (headers.hasRemaining()) {
                var name = text(headers, headers.get() & 0xFF);
                int type = headers.get();
                switch (type) {
                    case 0, 1 -> {}
                    case 2 -> skip(headers, 1);
                    case 3 -> skip(headers, 2);
                    case 4 -> skip(headers, 4);
                    case 5, 8 -> skip(headers, 8);
                    case 6 -> skip(headers, headers.getShort() & 0xFFFF);
                    case 7 -> texts.put(name, text(headers, headers.getShort() & 0xFFFF));
                    case 9 -> skip(headers, 16);
                    default -> throw nonsense("a header is of the unknown type " + type);
                }
            }
        } catch (BufferUnderflowException e) {
            throw nonsense("its headers break off");
        }
        return texts;
    }

    private static String text(ByteBuffer bytes, int length) {
        return new String(skip(bytes, length), StandardCharsets.UTF_8);
    }

    private static byte[] skip(ByteBuffer bytes, int length) {
        var skipped = new byte[length];
        bytes.get(skipped);
        return skipped;
    }

    private static GatewayException nonsense(String problem) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no event stream: " + problem);
    }

    /** Half a message at the end is dropped. */
    @Override
    public void end(Consumer<Frame> frames) {
        begun.reset();
        wanted = PRELUDE;
    }
}
