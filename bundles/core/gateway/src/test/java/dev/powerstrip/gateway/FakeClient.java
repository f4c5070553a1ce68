package dev.powerstrip.gateway;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A client that takes down, in order, what it was sent, together with whatever else a test notes. */
final class FakeClient implements ClientExchange {

    /** Of the answer, once it has begun. */
    Headers headers = Headers.none();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final RequestHead head;
    private final byte[] body;
    private Runnable onHangUp = () -> {};
    private boolean gone;

    FakeClient(String method, String path, String body) {
        this(method, path, body, Headers.none());
    }

    FakeClient(String method, String path, String body, Headers headers) {
        this.head = new RequestHead(method, path, "", headers,
            InetSocketAddress.createUnresolved("localhost", 1));
        this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    void hangUp() {
        gone = true;
        onHangUp.run();
    }

    List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public byte[] body(long limit) {
        return body;
    }

    @Override
    public void answer(HttpAnswer answer) throws IOException {
        requireClient();
        headers = answer.headers();
        events.add("answer " + answer.status() + " " + text(answer.body()));
    }

    @Override
    public void begin(int status, Headers sent) {
        headers = sent;
        events.add("begin " + status + " " + headers.first("Content-Type").orElse(""));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        requireClient();
        events.add("write " + text(bytes));
    }

    @Override
    public void end(byte[] bytes) throws IOException {
        requireClient();
        events.add("end " + text(bytes));
    }

    private void requireClient() throws ClientGoneException {
        if (gone) {
            throw new ClientGoneException(new EOFException());
        }
    }

    @Override
    public void abort() {
        events.add("abort");
    }

    @Override
    public void onHangUp(Runnable action) {
        onHangUp = action;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
