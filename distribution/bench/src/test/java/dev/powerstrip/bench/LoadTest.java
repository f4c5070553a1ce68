package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final Loop loop = new Loop();
    private final Upstream upstream = new Upstream(loop);
    private final Target direct = new Target(Target.Kind.DIRECT, upstream.port(), "none", Optional.empty());

    LoadTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        loop.close();
    }

    @Test
    void everyAnswerToAClosedLoopIsGood() throws IOException {
        for (var payload : Payload.values()) {
            var tally = new ClosedLoop(loop, direct, payload, SHORT).run(4);

            assertThat(tally.firstFault()).isEmpty();
            assertThat(tally.good()).isGreaterThanOrEqualTo(4);
            assertThat(tally.latencies().count()).isEqualTo((int) tally.good());
        }
    }

    @Test
    void aFixedRateAsksNoMoreOftenThanItSays() throws IOException {
        var tally = new FixedRate(loop, direct, Payload.ONE_KB, 100, SHORT).run(2);

        assertThat(tally.bad()).isZero();
        assertThat(tally.good()).isBetween(1L, 10L);
    }

    @Test
    void aStreamComesWhole() throws IOException {
        var tally = new StreamLoad(loop, direct, upstream, SHORT).run(1);

        assertThat(tally.firstFault()).isEmpty();
        assertThat(tally.good()).isEqualTo(1);
        assertThat(tally.lags().count()).isEqualTo(StreamScript.SHORT.chunks());
    }

    @Test
    void aSlowStreamComesWholeAndItsHeadIsTold() throws IOException {
        var script = StreamScript.lasting(Duration.ofMillis(300));
        var heads = new ArrayList<String>();
        var tally = new StreamLoad(loop, direct, upstream, SHORT, script, Duration.ZERO) {

            @Override
            void whole(String head, long asked, long firstChunk) {
                heads.add(head);
                super.whole(head, asked, firstChunk);
            }
        }.run(2);

        assertThat(tally.firstFault()).isEmpty();
        assertThat(tally.lags().count()).isEqualTo(6);
        assertThat(heads).hasSize(2).allMatch(head -> head.startsWith("HTTP/1.1 200 OK"));
    }

    @Test
    void anAnswerThatIsNoneCountsAsAFault() throws IOException {
        var tally = new Tally();

        new Client(loop, direct).ask(direct.post("{\"model\":\"up/unknown\"}"), new Client.Asker() {

            @Override
            public void body(byte[] bytes, int from, int to) {
                tally.answered(0);
            }

            @Override
            public void answered() {
                tally.answered(0);
            }

            @Override
            public void failed(Fault fault) {
                tally.failed(fault);
            }
        });
        loop.run(() -> tally.bad() + tally.good() == 0);

        assertThat(tally.firstFault()).startsWith("HTTP/1.1 404");
    }
}
