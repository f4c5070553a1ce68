package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A request as the fake upstream received it. */
public final class Received {

    private final String method;
    private final String path;
    private final Headers headers;
    private final byte[] body;
    private final int connection;
    private final CountDownLatch hungUp;

    Received(String method, String path, Headers headers, byte[] body, int connection, CountDownLatch hungUp) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.connection = connection;
        this.hungUp = hungUp;
    }

    public String method() {
        return method;
    }

    /** The request's target as it was sent, query included. */
    public String path() {
        return path;
    }

    public Headers headers() {
        return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body, read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Which connection it came over, counted from 1: requests with the same number shared one. */
    public int connection() {
        return connection;
    }

    /** Waits until the connection that the request came over is closed: this is how a cancelled call is seen. */
    public void awaitHangUp() {
        Patience.await(hungUp, Patience.USUAL, "the peer hung up");
    }

    /** True once the connection that the request came over is closed. */
    public boolean hungUp() {
        return hungUp.getCount() == 0;
    }

    @Override
    public String toString() {
        return "%s %s, %d bytes".formatted(method, path, body.length);
    }
}
