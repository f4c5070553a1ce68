package dev.powerstrip.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Each client has one stream after another; they begin spread over the first second. */
final class StreamLoad extends Load {

    private static final long SPREAD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Upstream upstream;

    StreamLoad(Loop loop, Target target, Upstream upstream, Duration duration) {
        super(loop, target, duration);
        this.upstream = upstream;
    }

    @Override
    void start(long now, List<Client> connected) {
        for (int i = 0; i < connected.size(); i++) {
            var client = connected.get(i);
            loop().schedule(new Loop.Timer(() -> next(client)), now + SPREAD_NANOS * i / connected.size());
        }
    }

    private void next(Client client) {
        if (isOpen()) {
            int number = upstream.nextStream();
            ask(client, StreamScript.request(target(), number), new Stream(client, number));
        }
    }

    /** One stream and what came of it. */
    private final class Stream implements Client.Asker {

        private final Client client;
        private final int number;
        private final StreamChecker checker = new StreamChecker(tally().lags()::add);
        private final long asked = System.nanoTime();
        private long firstChunk;

        Stream(Client client, int number) {
            this.client = client;
            this.number = number;
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
            fault().ifPresentOrElse(tally()::failed, () -> tally().answered(firstChunk - asked));
            over();
            next(client);
        }

        private Optional<String> fault() {
            var sent = upstream.sent(number);
            return sent.isEmpty() ? Optional.of("the answer ended before what was sent had")
                : checker.fault(sent.get(), target().verbatim());
        }

        @Override
        public void failed(String why) {
            upstream.sent(number);
            tally().failed(why);
            over();
            next(client);
        }
    }
}
