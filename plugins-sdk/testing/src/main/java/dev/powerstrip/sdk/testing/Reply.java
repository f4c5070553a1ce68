package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the fake upstream answers, step by step, well or badly. Immutable: each method returns a new reply with one more
 * step, so that one reply may serve many requests.
 *
 * <pre>{@code
 * Reply.stream().event(first).pause(gate).event(second).cut()
 * }</pre>
 */
public final class Reply {

    private final int status;
    private final Headers headers;
    private final Framing framing;
    private final int pieces;
    private final List<Step> beforeHead;
    private final List<Step> body;

    private Reply(int status, Headers headers, Framing framing, int pieces, List<Step> beforeHead, List<Step> body) {
        this.status = status;
        this.headers = headers;
        this.framing = framing;
        this.pieces = pieces;
        this.beforeHead = beforeHead;
        this.body = body;
    }

    /** Status 200 and a JSON body of known length. */
    public static Reply json(String json) {
        return json(200, json);
    }

    /** A JSON body of known length. */
    public static Reply json(int status, String json) {
        return whole(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of known length. */
    public static Reply whole(int status, String contentType, byte[] body) {
        return new Reply(status, Headers.of("Content-Type", contentType), new Framing.Length(body.length), 0, List.of(),
            List.of(wire -> wire.body(body)));
    }

    /** Status 200 and a stream of server-sent events, each with one of these as its data. */
    public static Reply events(String... data) {
        var reply = stream();
        for (var event : data) {
            reply = reply.event(event);
        }
        return reply;
    }

    /** Begins a stream of server-sent events; it ends properly after its last step. */
    public static Reply stream() {
        return chunked(200, "text/event-stream");
    }

    /** Begins an answer in chunks; it ends properly after its last step. */
    public static Reply chunked(int status, String contentType) {
        return new Reply(status, Headers.of("Content-Type", contentType), Framing.CHUNKED, 0, List.of(), List.of());
    }

    /** These bytes in the place of an answer, which they may look like or not. The connection is closed after them. */
    public static Reply raw(byte[] bytes) {
        return new Reply(0, Headers.none(), Framing.NONE, 0, List.of(), List.of(wire -> wire.raw(bytes)));
    }

    /** No answer at all: waits until the peer hangs up. */
    public static Reply silence() {
        return new Reply(0, Headers.none(), Framing.NONE, 0, List.of(), List.of()).stall();
    }

    /** No answer: resets the connection once the request has been read. */
    public static Reply reset() {
        return new Reply(0, Headers.none(), Framing.NONE, 0, List.of(), List.of(Wire::reset));
    }

    /** One more header; an existing one of the same name stays. */
    public Reply header(String name, String value) {
        return new Reply(status, headers.with(name, value), framing, pieces, beforeHead, body);
    }

    /** Holds the whole answer, its head too, until the gate is open. */
    public Reply after(Gate gate) {
        return new Reply(status, headers, framing, pieces, with(beforeHead, wire -> wire.pause(gate)), body);
    }

    /** A server-sent event without a name. */
    public Reply event(String data) {
        return text("data: " + data.replace("\n", "\ndata: ") + "\n\n");
    }

    /** A server-sent event with a name. */
    public Reply event(String name, String data) {
        return text("event: " + name + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n");
    }

    public Reply text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply bytes(byte[] bytes) {
        return step(wire -> wire.body(bytes));
    }

    /** Goes on once the gate is open. */
    public Reply pause(Gate gate) {
        return step(wire -> wire.pause(gate));
    }

    /** Says nothing more: waits until the peer hangs up. */
    public Reply stall() {
        return step(Wire::stall);
    }

    /** Ends the connection here, in order, though the answer is not over: a half-close. */
    public Reply cut() {
        return step(Wire::cut);
    }

    /** Resets the connection here. */
    public Reply thenReset() {
        return step(Wire::reset);
    }

    /** A stale connection: closes it after the answer has ended, without a word. */
    public Reply thenClose() {
        return new Reply(status, headers, framing, pieces, beforeHead, with(body, wire -> {
            wire.end();
            wire.close();
        }));
    }

    /** Says a length in the head that the body need not keep. */
    public Reply declaring(long length) {
        return new Reply(status, headers, new Framing.Length(length), pieces, beforeHead, body);
    }

    /** Says no length and sends no chunks: the body ends where the connection ends. */
    public Reply untilClose() {
        return new Reply(status, headers, Framing.UNTIL_CLOSE, pieces, beforeHead, body);
    }

    /**
     * Sends everything in pieces of so many bytes, each in a packet of its own; 1 cuts through every character, line
     * and chunk head.
     */
    public Reply inPiecesOf(int bytes) {
        return new Reply(status, headers, framing, bytes, beforeHead, body);
    }

    private Reply step(Step step) {
        return new Reply(status, headers, framing, pieces, beforeHead, with(body, step));
    }

    private static List<Step> with(List<Step> steps, Step step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return List.copyOf(more);
    }

    void send(Wire wire) throws IOException {
        wire.begin(framing, pieces);
        for (var step : beforeHead) {
            step.take(wire);
        }
        if (framing != Framing.NONE) {
            wire.head(status, headers);
        }
        for (var step : body) {
            step.take(wire);
        }
        wire.end();
    }

    /** One thing that is done to a connection. */
    @FunctionalInterface
    interface Step {

        void take(Wire wire) throws IOException;
    }

    /** How a body's end is told. */
    sealed interface Framing {

        Framing CHUNKED = new Fixed("Transfer-Encoding: chunked\r\n");
        Framing UNTIL_CLOSE = new Fixed("Connection: close\r\n");
        Framing NONE = new Fixed("");

        String header();

        record Fixed(String header) implements Framing {}

        record Length(long length) implements Framing {

            @Override
            public String header() {
                return "Content-Length: " + length + "\r\n";
            }
        }
    }
}
