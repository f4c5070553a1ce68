package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The sending half of one connection, as a reply plays on it. */
final class Wire {

    private static final long BETWEEN_PIECES = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final byte[] NOTHING = {};

    private final Socket socket;
    private final CountDownLatch hungUp;
    private Reply.Framing framing;
    private int pieces;
    private boolean ended;
    /** The last chunk so far: it leaves together with what ends the body, so that no client has to wait for that. */
    private byte[] lastChunk = NOTHING;

    Wire(Socket socket, CountDownLatch hungUp) {
        this.socket = socket;
        this.hungUp = hungUp;
    }

    void begin(Reply.Framing how, int inPieces) {
        framing = how;
        pieces = inPieces;
        ended = false;
        lastChunk = NOTHING;
    }

    void head(int status, Headers headers) throws IOException {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        raw(ascii(head.append(framing.header()).append("\r\n").toString()));
    }

    void body(byte[] bytes) throws IOException {
        if (framing != Reply.Framing.CHUNKED) {
            raw(bytes);
        } else if (bytes.length > 0) {
            sendLastChunk();
            lastChunk = joined(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n"));
        }
    }

    private void sendLastChunk() throws IOException {
        raw(lastChunk);
        lastChunk = NOTHING;
    }

    void raw(byte[] bytes) throws IOException {
        if (ended) {
            return;
        }
        var out = socket.getOutputStream();
        if (pieces == 0) {
            out.write(bytes);
            return;
        }
        for (int from = 0; from < bytes.length; from += pieces) {
            out.write(bytes, from, Math.min(pieces, bytes.length - from));
            letItGo();
        }
    }

    /** Spins: to sleep so often would take seconds on a busy machine. */
    private static void letItGo() {
        for (long until = System.nanoTime() + BETWEEN_PIECES; System.nanoTime() < until;) {
            Thread.onSpinWait();
        }
    }

    void pause(Gate gate) throws IOException {
        sendLastChunk();
        gate.reach();
        while (!gate.isOpen()) {
            waitFor(gate.opened());
            if (hungUp.getCount() == 0) {
                throw new IOException("the peer hung up while the answer waited at a gate");
            }
        }
    }

    void stall() throws IOException {
        sendLastChunk();
        while (hungUp.getCount() > 0) {
            waitFor(hungUp);
        }
        throw new IOException("the peer hung up while the answer stalled");
    }

    private static void waitFor(CountDownLatch latch) throws IOException {
        try {
            latch.await(LOOK, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void cut() throws IOException {
        sendLastChunk();
        ended = true;
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        sendLastChunk();
        ended = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void close() throws IOException {
        ended = true;
        socket.close();
    }

    /** Ends the body as its framing has it; does nothing where the answer has ended already. */
    void end() throws IOException {
        if (ended) {
            return;
        }
        if (framing == Reply.Framing.CHUNKED) {
            raw(joined(lastChunk, ascii("0\r\n\r\n"), NOTHING));
        } else if (framing == Reply.Framing.UNTIL_CLOSE || framing == Reply.Framing.NONE) {
            socket.shutdownOutput();
        }
        ended = true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        var all = new byte[first.length + second.length + third.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}
