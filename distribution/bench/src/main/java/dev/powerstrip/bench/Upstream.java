package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.powerstrip.bench.StreamAnswer.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The mock upstream: answers chat completions as their model says, at once or in a stream. */
final class Upstream {

    private static final int BACKLOG = 4096;
    private static final int BEGINNING = 1 << 10;
    private static final byte[] NOT_FOUND = Payload.message("HTTP/1.1 404 Not Found\r\n", "");

    private final Loop loop;
    private final ServerSocketChannel listener;
    private final Map<Integer, Sent> sent = new HashMap<>();
    private int streams;

    Upstream(Loop loop) throws IOException {
        this.loop = loop;
        listener = ServerSocketChannel.open().bind(Loop.loopback(0), BACKLOG);
        loop.register(listener, SelectionKey.OP_ACCEPT, this::accept);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** A number for another stream to be asked for. */
    int nextStream() {
        return streams++;
    }

    /** What was sent in a stream that has ended; told once. */
    Optional<Sent> sent(int stream) {
        return Optional.ofNullable(sent.remove(stream));
    }

    private void accept() {
        try {
            for (var channel = listener.accept(); channel != null; channel = listener.accept()) {
                var caller = new Caller();
                caller.connection = new Connection(loop, channel, caller);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whoever calls: the target, or the load itself. */
    private final class Caller implements Connection.Listener {

        private final byte[] beginning = new byte[BEGINNING];
        private Connection connection;
        private String requestLine = "";
        private int length;

        @Override
        public void head(String head) {
            requestLine = head.substring(0, head.indexOf("\r\n"));
            length = 0;
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            int count = Math.min(to - from, BEGINNING - length);
            System.arraycopy(bytes, from, beginning, length, count);
            length += count;
        }

        @Override
        public void end() throws IOException {
            if (!requestLine.startsWith("POST /v1/chat/completions ")) {
                send(NOT_FOUND);
                return;
            }
            var body = new String(beginning, 0, length, UTF_8);
            var model = model(body);
            var script = StreamScript.of(model);
            if (script.isPresent()) {
                stream(script.get(), StreamScript.number(body));
            } else {
                send(Payload.of(model).map(Payload::answer).orElse(NOT_FOUND));
            }
        }

        /** The native name: a target that is no gateway leaves the provider before it. */
        private String model(String body) {
            int from = body.indexOf("\"model\":\"") + "\"model\":\"".length();
            var name = body.substring(from, body.indexOf('"', from));
            return name.startsWith("up/") ? name.substring("up/".length()) : name;
        }

        private void stream(StreamScript script, int number) {
            new StreamAnswer(loop, connection, script, number, ended -> sent.put(ended.stream(), ended)).sendOne();
        }

        private void send(byte[] answer) throws IOException {
            connection.send(answer, 0, answer.length);
        }

        @Override
        public void closed(IOException reason) {
            // A target may close connections as it likes; what it lost by that the load sees.
        }
    }
}
