package dev.powerstrip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a target for a while in some rhythm and waits until the last answer is there. */
abstract class Load {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Loop loop;
    private final Target target;
    private final Duration duration;
    private final Tally tally = new Tally();
    private final List<Client> clients = new ArrayList<>();
    private volatile long end;
    private int waiting;

    Load(Loop loop, Target target, Duration duration) {
        this.loop = loop;
        this.target = target;
        this.duration = duration;
    }

    /** Connects so many clients, asks, and says what came of it. */
    final Tally run(int clientCount) throws IOException {
        for (int i = 0; i < clientCount; i++) {
            clients.add(new Client(loop, target));
        }
        long start = System.nanoTime();
        end = start + duration.toNanos();
        start(start, clients);
        loop.run(() -> goesOn(System.nanoTime()));
        for (; waiting > 0; waiting--) {
            tally.failed(new Fault(Harm.DROPPED, "no answer within %d s".formatted(patience().toSeconds())));
        }
        clients.forEach(Client::close);
        return tally;
    }

    private boolean goesOn(long now) {
        return now < end || waiting > 0 && now < end + patience().toNanos();
    }

    /** A guard against hanging: what has no answer so long after the last question has failed. */
    Duration patience() {
        return LONGEST_WAIT;
    }

    /** Begins to ask. */
    abstract void start(long now, List<Client> connected) throws IOException;

    /** From now on nothing more is asked. May be called on any thread. */
    final void stop() {
        end = System.nanoTime();
    }

    /** True while new questions may be asked. */
    final boolean isOpen() {
        return System.nanoTime() < end;
    }

    final void ask(Client client, byte[] request, Client.Asker asker) {
        waiting++;
        try {
            client.ask(request, asker);
        } catch (IOException refused) {
            throw new UncheckedIOException("%s cannot be asked".formatted(target.name()), refused);
        }
    }

    /** Every question's end is told here. */
    final void over() {
        waiting--;
    }

    final Loop loop() {
        return loop;
    }

    final Target target() {
        return target;
    }

    final Tally tally() {
        return tally;
    }
}
