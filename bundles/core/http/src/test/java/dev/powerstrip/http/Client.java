package dev.powerstrip.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An HTTP/1.1 client that does what a test says, byte for byte. */
final class Client implements AutoCloseable {

    private static final int HANG_GUARD = 30_000;

    final Socket socket;
    private final InputStream in;

    Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(HANG_GUARD);
        in = socket.getInputStream();
    }

    /** An answer, its body without the framing. */
    record Answer(int status, String head, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean says(String headerLine) {
            return head.toLowerCase(Locale.ROOT).contains("\r\n" + headerLine.toLowerCase(Locale.ROOT) + "\r\n");
        }
    }

    Client get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    Client post(String path, String body) throws IOException {
        return send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, body.getBytes(StandardCharsets.UTF_8).length, body));
    }

    Client send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    Answer answer() throws IOException {
        return answer(true);
    }

    Answer answer(boolean withBody) throws IOException {
        var head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        var lower = head.toLowerCase(Locale.ROOT);
        if (!withBody) {
            return new Answer(status, head, new byte[0]);
        }
        if (lower.contains("transfer-encoding: chunked")) {
            return new Answer(status, head, chunks());
        }
        int at = lower.indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
        return new Answer(status, head, exactly(length));
    }

    /** Head with its empty line. */
    String head() throws IOException {
        var head = new StringBuilder();
        do {
            head.append(line()).append("\r\n");
        } while (!head.toString().endsWith("\r\n\r\n"));
        return head.toString();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (var chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.write(chunk);
        }
        return body.toByteArray();
    }

    /** The next chunk of a chunked body; the line end behind it may come with the one after it. */
    byte[] chunk() throws IOException {
        var length = line();
        var bytes = exactly(Integer.parseInt(length.isEmpty() ? line() : length, 16));
        if (bytes.length == 0) {
            line();
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = read(); c != '\n'; c = read()) {
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the gateway closed the connection");
        }
        return c;
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the gateway closed the connection");
        }
        return bytes;
    }

    /** True once the gateway has closed the connection; bytes before that are lost. */
    boolean closedByGateway() throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
