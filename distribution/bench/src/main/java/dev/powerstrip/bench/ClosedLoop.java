package dev.powerstrip.bench;

import java.time.Duration;
import java.util.List;

/** Each client asks anew as soon as it has its answer: as much as the target can do. */
final class ClosedLoop extends Load {

    private final Payload payload;

    ClosedLoop(Loop loop, Target target, Payload payload, Duration duration) {
        super(loop, target, duration);
        this.payload = payload;
    }

    @Override
    void start(long now, List<Client> connected) {
        connected.forEach(client -> new WholeAnswer(client, payload, this, this::again).ask(now));
    }

    private void again(WholeAnswer idle) {
        if (isOpen()) {
            idle.ask(System.nanoTime());
        }
    }
}
