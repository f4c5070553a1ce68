package dev.powerstrip.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Each client has one stream after another; the first ones begin spread over a while. */
class StreamLoad extends Load {

    private static final Duration SPREAD = Duration.ofSeconds(1);

    private final Upstream upstream;
    private final StreamScript script;
    private final Duration spread;

    StreamLoad(Loop loop, Target target, Upstream upstream, Duration duration) {
        this(loop, target, upstream, duration, StreamScript.SHORT, SPREAD);
    }

    StreamLoad(Loop loop, Target target, Upstream upstream, Duration duration, StreamScript script, Duration spread) {
        super(loop, target, duration);
        this.upstream = upstream;
        this.script = script;
        this.spread = spread;
    }

    @Override
    final void start(long now, List<Client> connected) {
        for (int i = 0; i < connected.size(); i++) {
            var client = connected.get(i);
            loop().schedule(new Loop.Timer(() -> next(client)), now + spread.toNanos() * i / connected.size());
        }
    }

    private void next(Client client) {
        if (isOpen()) {
            int number = upstream.nextStream();
            ask(client, script.request(target(), number), new Stream(client, number));
        }
    }

    /**
     * A stream came whole.
     *
     * @param head of its answer
     * @param asked when, by {@link System#nanoTime()}
     */
    void whole(String head, long asked, long firstChunk) {
        tally().answered(firstChunk - asked);
    }

    /** One stream and what came of it. */
    private final class Stream implements Client.Asker {

        private final Client client;
        private final int number;
        private final StreamChecker checker = new StreamChecker(script, tally().lags()::add);
        private final long asked = System.nanoTime();
        private long firstChunk;
        private String head = "";

        Stream(Client client, int number) {
            this.client = client;
            this.number = number;
        }

        @Override
        public void head(String text) {
            head = text;
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            long now = System.nanoTime();
            checker.read(bytes, from, to, now);
            if (firstChunk == 0 && checker.chunks() > 0) {
                firstChunk = now;
            }
        }

        @Override
        public void answered() {
            fault().ifPresentOrElse(tally()::failed, () -> whole(head, asked, firstChunk));
            over();
            next(client);
        }

        private Optional<Fault> fault() {
            var sent = upstream.sent(number);
            return sent.isEmpty()
                ? Optional.of(new Fault(Harm.TRUNCATED, "the answer ended before what was sent had"))
                : checker.fault(sent.get(), target().verbatim());
        }

        @Override
        public void failed(Fault fault) {
            upstream.sent(number);
            tally().failed(fault);
            over();
            next(client);
        }
    }
}
