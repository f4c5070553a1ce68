package dev.powerstrip.http;

import dev.powerstrip.sdk.error.ErrorType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * How long one connection may take to its next request: a head must be whole {@code headTimeout} after it began,
 * however its bytes trickle in, and must begin within {@code keepAliveIdle} after the answer before it. A new
 * connection owes its first head at once. Guarded by the connection's lock.
 */
final class Patience {

    private final Settings settings;
    private boolean headDue = true;
    private volatile boolean headBegun;
    private long since = System.nanoTime();

    Patience(Settings settings) {
        this.settings = settings;
    }

    void headBegins() {
        headBegun = true;
        if (!headDue) {
            headDue = true;
            since = System.nanoTime();
        }
    }

    void headCame() {
        headDue = false;
        headBegun = false;
    }

    void waitsForRequest() {
        since = System.nanoTime();
    }

    boolean headHasBegun() {
        return headBegun;
    }

    /** How many milliseconds are left; none, or less, if the time is up. */
    long left() {
        var limit = headDue ? settings.headTimeout() : settings.keepAliveIdle();
        return limit.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    /** When to look again: often enough that a head which begins after this look is not given twice its time. */
    long nextLook() {
        return Math.max(1, Math.min(left() > 0 ? left() : Long.MAX_VALUE, settings.headTimeout().toMillis()));
    }

    /** The answer to a client that sent a part of a head and then no more. */
    ByteBuffer tooSlow() {
        var body = Envelope.of("", ErrorType.REQUEST_TIMEOUT,
            "the head of the request did not arrive within %s (headTimeout)".formatted(settings.headTimeout())).body();
        var head = """
            HTTP/1.1 408 Request Timeout\r
            Content-Type: application/json\r
            Content-Length: %d\r
            Connection: close\r
            \r
            """.formatted(body.length).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    }
}
