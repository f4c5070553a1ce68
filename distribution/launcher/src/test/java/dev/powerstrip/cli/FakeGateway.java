package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers what it was told to, and keeps what it was asked. */
final class FakeGateway implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> latest = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    record Call(String line, String authorization, String body) {}

    private record Answer(int status, String body) {}

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Answers the next call that nothing was told for, and what was told last also all further ones.
     *
     * @param line method and target, such as {@code GET /api/v1/keys}
     */
    void answer(String line, int status, String body) {
        answers.computeIfAbsent(line, first -> new ConcurrentLinkedQueue<>()).add(new Answer(status, body));
    }

    private void serve(HttpExchange exchange) throws IOException {
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        calls.add(new Call(line, exchange.getRequestHeaders().getFirst("Authorization"), body));
        var answer = next(line);
        var bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer next(String line) {
        var next = answers.getOrDefault(line, new ArrayDeque<>()).poll();
        if (next != null) {
            latest.put(line, next);
        }
        return latest.getOrDefault(line, new Answer(404, "nothing was told for " + line));
    }

    Call nextCall() {
        return calls.remove();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
