package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.http.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** One client's connection: one thread reads, so that a hang-up is seen at once, another one answers. */
final class Connection {

    private final FakeUpstream upstream;
    private final Socket socket;
    private final int number;
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final BlockingQueue<Optional<Received>> arrived = new LinkedBlockingQueue<>();

    Connection(FakeUpstream upstream, Socket socket, int number) {
        this.upstream = upstream;
        this.socket = socket;
        this.number = number;
    }

    void start() {
        upstream.thread("reads " + number, this::read);
        upstream.thread("answers " + number, this::answer);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a connection cannot be closed", e);
        }
    }

    private void read() {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = next(in); request.isPresent(); request = next(in)) {
                upstream.arrived(request.get());
                arrived.add(request);
            }
        } catch (IOException hangUp) {
            // However the peer went, it is gone: that is what the latch tells.
        } finally {
            hungUp.countDown();
            arrived.add(Optional.empty());
            upstream.ended(this);
        }
    }

    private Optional<Received> next(InputStream in) throws IOException {
        var requestLine = line(in);
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        var words = requestLine.split(" ");
        var headers = Headers.none();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers = headers.with(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
        return Optional.of(new Received(words[0], words[1], headers, body(in, headers), number, hungUp));
    }

    private static byte[] body(InputStream in, Headers headers) throws IOException {
        if (headers.first("Transfer-Encoding").isPresent()) {
            return chunks(in);
        }
        return exactly(in, Integer.parseInt(headers.first("Content-Length").orElse("0")));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.writeBytes(exactly(in, size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer hung up within a body");
        }
        return bytes;
    }

    /** The next line; empty also at the end. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private void answer() {
        var wire = new Wire(socket, hungUp);
        try {
            for (var request = arrived.take(); request.isPresent(); request = arrived.take()) {
                upstream.reply(request.get()).send(wire);
            }
        } catch (IOException gone) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
