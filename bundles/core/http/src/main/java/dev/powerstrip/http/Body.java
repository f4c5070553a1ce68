package dev.powerstrip.http;

import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads one request's body, and no more of it than is allowed. One thread. */
final class Body {

    private static final int FIRST_BYTES = 64 << 10;
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;
    /** Whoever sends more slowly is cut off once the body timeout has passed. */
    private static final int LEAST_BYTES_PER_SECOND = 4 << 10;
    private static final int MOST_CHUNKS_SKIPPED = 16;

    private final Request request;
    private final Duration timeout;
    private final BooleanSupplier clientGone;
    private boolean consumed;
    private boolean awaited;

    Body(Request request, Duration timeout, BooleanSupplier clientGone) {
        this.request = request;
        this.timeout = timeout;
        this.clientGone = clientGone;
    }

    /** True if it was waited for in vain: nobody else can wait for it then. */
    boolean awaited() {
        return awaited;
    }

    /**
     * The whole body.
     *
     * @throws GatewayException if it is larger than the limit, comes too slowly or is badly framed
     * @throws ClientGoneException if the client broke off
     */
    byte[] read(long limit) throws IOException {
        long most = Math.min(limit, MOST_BYTES);
        if (request.getLength() > most) {
            throw tooLarge(limit);
        }
        long started = System.nanoTime();
        var bytes = new byte[(int) Math.min(Math.max(0, request.getLength()), FIRST_BYTES)];
        int count = 0;
        while (!consumed) {
            var chunk = next(started, count);
            try {
                int length = chunk.remaining();
                if (length > most - count) {
                    throw tooLarge(limit);
                }
                bytes = withRoom(bytes, count + length, most);
                chunk.getByteBuffer().get(bytes, count, length);
                count += length;
                consumed = chunk.isLast();
            } finally {
                chunk.release();
            }
        }
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    private Content.Chunk next(long started, long count) throws IOException {
        while (true) {
            var chunk = request.read();
            if (Content.Chunk.isFailure(chunk)) {
                throw failed(chunk.getFailure());
            }
            if (chunk != null) {
                return chunk;
            }
            var more = new Completion();
            request.demand(more);
            if (!more.await(left(started, count))) {
                awaited = true;
                throw new GatewayException(ErrorType.REQUEST_TIMEOUT,
                    "the body came too slowly: %d bytes are here, the rest did not come in time (bodyTimeout is %s)"
                        .formatted(count, timeout));
            }
        }
    }

    /** The timeout, and one second more for each so many bytes that came. */
    private Duration left(long started, long count) {
        return timeout.plusMillis(count * 1000 / LEAST_BYTES_PER_SECOND).minusNanos(System.nanoTime() - started);
    }

    /** Jetty says "early EOF" of both, but only a client that has gone has closed its connection. */
    private IOException failed(Throwable failure) {
        if (failure instanceof HttpException && !clientGone.getAsBoolean()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the body is not framed as HTTP has it: see its Content-Length, or the sizes of its chunks", failure);
        }
        return new ClientGoneException(failure);
    }

    /** Twice as much as before, so that a client has to send what it makes us reserve. */
    private static byte[] withRoom(byte[] bytes, int needed, long most) {
        return needed <= bytes.length ? bytes
            : Arrays.copyOf(bytes, (int) Math.min(most, Math.max(needed, bytes.length * 2L)));
    }

    static GatewayException tooLarge(long limit) {
        return new GatewayException(ErrorType.PAYLOAD_TOO_LARGE,
            "the body is larger than the %d bytes that are allowed here; send less, or have the limit raised"
                .formatted(limit));
    }

    /** Skips what is here already of a body that nobody asked for; false if there is more to come. */
    boolean skip() {
        for (int i = 0; !consumed && i < MOST_CHUNKS_SKIPPED; i++) {
            var chunk = request.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return false;
            }
            consumed = chunk.isLast();
            chunk.release();
        }
        return consumed;
    }
}
