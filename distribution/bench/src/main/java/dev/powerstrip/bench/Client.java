package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One client of a target on a kept connection: asks one thing at a time, and connects anew if it was cut off. It connects
 * when it is first asked for something, because a target closes a connection that is idle for long.
 */
final class Client implements Connection.Listener {

    private static final int LONGEST_FAULT = 300;

    /** Who asked. One of the last two is called once for each question. */
    interface Asker {

        /** @param head first line and headers of an answer that is no refusal */
        default void head(String head) {
            // Most askers want the body only.
        }

        void body(byte[] bytes, int from, int to);

        void answered();

        void failed(Fault fault);
    }

    private final Loop loop;
    private final Target target;
    private final StringBuilder refusal = new StringBuilder();
    private Optional<Connection> kept = Optional.empty();
    private Asker asker;
    private boolean waiting;
    private long asked;
    private int answers;
    private String status = "";
    private boolean last;

    Client(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
    }

    /** @throws IOException if the target does not listen any more */
    void ask(byte[] request, Asker from) throws IOException {
        var connection = connection();
        asker = from;
        waiting = true;
        asked = System.nanoTime();
        try {
            connection.send(request, 0, request.length);
        } catch (IOException cutOff) {
            connection.close(cutOff);
        }
    }

    private Connection connection() throws IOException {
        if (kept.filter(Connection::isOpen).isEmpty()) {
            kept = Optional.of(Connection.to(target.port(), loop, this));
            answers = 0;
        }
        return kept.get();
    }

    @Override
    public void head(String head) throws IOException {
        if (!waiting) {
            throw new IOException("an answer came that nobody asked for");
        }
        status = head.substring(0, head.indexOf("\r\n"));
        last = HttpReader.header(head, "connection").equalsIgnoreCase("close");
        refusal.setLength(0);
        if (isOk()) {
            asker.head(head);
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        if (isOk()) {
            asker.body(bytes, from, to);
        } else if (refusal.length() < LONGEST_FAULT) {
            refusal.append(new String(bytes, from, Math.min(to - from, LONGEST_FAULT), UTF_8));
        }
    }

    private boolean isOk() {
        return status.startsWith("HTTP/1.1 200");
    }

    @Override
    public void end() {
        if (last) {
            close();
        }
        waiting = false;
        answers++;
        if (isOk()) {
            asker.answered();
        } else {
            asker.failed(new Fault(status.startsWith("HTTP/1.1 5") ? Harm.SERVER_ERROR : Harm.REFUSED,
                status + " " + refusal));
        }
    }

    @Override
    public void closed(IOException reason) {
        if (waiting) {
            waiting = false;
            asker
                .failed(new Fault(Harm.DROPPED, "%s: %s, %s after it was asked on a connection of %d answers".formatted(
                    target.name(), reason.getMessage(), Duration.ofNanos(System.nanoTime() - asked), answers)));
        }
    }

    void close() {
        kept.ifPresent(Connection::close);
    }
}
