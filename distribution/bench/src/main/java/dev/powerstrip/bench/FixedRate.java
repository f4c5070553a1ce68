package dev.powerstrip.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Asks so many times a second, whatever the target does; if no client is free a question waits, and that counts. */
final class FixedRate extends Load {

    private final Payload payload;
    private final long intervalNanos;
    private final Deque<WholeAnswer> idle = new ArrayDeque<>();
    private final Deque<Long> delayed = new ArrayDeque<>();
    private final Loop.Timer timer = new Loop.Timer(this::tick);

    FixedRate(Loop loop, Target target, Payload payload, int perSecond, Duration duration) {
        super(loop, target, duration);
        this.payload = payload;
        intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    @Override
    void start(long now, List<Client> connected) {
        connected.forEach(client -> idle.push(new WholeAnswer(client, payload, this, this::free)));
        loop().schedule(timer, now);
    }

    private void tick() {
        if (!isOpen()) {
            return;
        }
        if (idle.isEmpty()) {
            delayed.add(System.nanoTime());
        } else {
            idle.pop().ask(System.nanoTime());
        }
        loop().schedule(timer, timer.due() + intervalNanos);
    }

    private void free(WholeAnswer client) {
        if (delayed.isEmpty()) {
            idle.push(client);
        } else {
            client.ask(delayed.poll());
        }
    }
}
