package dev.powerstrip.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Sends one stream at its pace and keeps the hash of what it sent. */
final class StreamAnswer {

    /** What was sent: all of the body, and what of it a gateway leaves as it is. */
    record Sent(int stream, long body, long kept) {}

    private final Loop loop;
    private final Connection connection;
    private final StreamScript script;
    private final int stream;
    private final Consumer<Sent> sent;
    private final Hash body = new Hash();
    private final Hash kept = new Hash();
    private final StreamScript.Write next = StreamScript.NEXT.copy();
    private final Loop.Timer timer = new Loop.Timer(this::sendOne);
    private final long started = System.nanoTime();
    private int count;

    StreamAnswer(Loop loop, Connection connection, StreamScript script, int stream, Consumer<Sent> sent) {
        this.loop = loop;
        this.connection = connection;
        this.script = script;
        this.stream = stream;
        this.sent = sent;
    }

    void sendOne() {
        if (!connection.isOpen()) {
            return;
        }
        if (count == script.chunks()) {
            end();
            return;
        }
        var write = count == 0 ? StreamScript.FIRST.copy() : next;
        write.stamp(count, System.nanoTime());
        send(write);
        count++;
        loop.schedule(timer, started + count * script.interval().toNanos());
    }

    /** The hashes are told first, because a client on the same thread may have read all before this returns. */
    private void end() {
        note(StreamScript.LAST);
        sent.accept(new Sent(stream, body.value(), kept.value()));
        write(StreamScript.LAST);
    }

    private void send(StreamScript.Write write) {
        note(write);
        write(write);
    }

    private void note(StreamScript.Write write) {
        body.update(write.bytes(), write.bodyFrom(), write.bodyTo());
        if (script.strict()) {
            Kept.ofEvents(write.bytes(), write.bodyFrom(), write.bodyTo(), kept);
        } else if (write.hasText()) {
            kept.update(write.bytes(), write.textFrom(), write.textTo());
        }
    }

    private void write(StreamScript.Write write) {
        try {
            connection.send(write.bytes(), 0, write.bytes().length);
        } catch (IOException gone) {
            connection.close(gone);
        }
    }
}
