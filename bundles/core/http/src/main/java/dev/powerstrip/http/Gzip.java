package dev.powerstrip.http;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs bodies, and unpacks them as far as they may be large. */
final class Gzip {

    private static final int MOST_BYTES = Integer.MAX_VALUE - 9;

    private Gzip() {}

    /**
     * Never holds more than a byte beyond the limit, however much the body would come to.
     *
     * @throws GatewayException if it is larger unpacked, or is no gzip
     */
    static byte[] unpacked(byte[] packed, long limit) {
        int most = (int) Math.min(limit, MOST_BYTES);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Body.tooLarge(most);
            }
            return bytes;
        } catch (IOException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the body is not the gzip that its Content-Encoding says, or is cut off", malformed);
        }
    }

    static byte[] packed(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return packed.toByteArray();
    }
}
