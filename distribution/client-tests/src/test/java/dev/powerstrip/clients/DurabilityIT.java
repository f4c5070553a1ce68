package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client has seen the end of is remembered, whatever happens to the process. */
class DurabilityIT {

    private static final int CALLERS = 8;
    private static final int BEFORE_THE_KILL = 400;

    @TempDir
    Path home;

    @Test
    void keepsExactlyOneRecordOfEveryAnswerWhoseEndAClientSawThroughAKillUnderLoad() throws Exception {
        try (var upstreams = new ScriptedUpstreams()) {
            upstreams.configure(home);
            Queue<String> seen;
            try (var gateway = RunningGateway.in(home)) {
                seen = killedUnderLoad(gateway);
            }
            try (var restarted = RunningGateway.in(home)) {
                var ids = Records.of(restarted).await(seen);

                assertThat(seen).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
                assertThat(ids).doesNotHaveDuplicates();
                var last = generation(new Caller(restarted.address(), restarted.key()), seen.peek());
                assertThat(last.status()).as(last.body()).isEqualTo(200);
                assertThat(restarted.terminate()).isZero();
            }
        }
    }

    /** The gateway asks to try again where its database takes long to open. */
    private static Caller.Answer generation(Caller caller, String id) throws Exception {
        return Eventually.get(() -> caller.get("generation?id=" + id), answer -> answer.status() != 503,
            "the database is open");
    }

    private static Queue<String> killedUnderLoad(RunningGateway gateway) throws InterruptedException {
        var seen = new ConcurrentLinkedQueue<String>();
        var enough = new CountDownLatch(BEFORE_THE_KILL);
        var killed = new AtomicBoolean();
        var callers = Executors.newFixedThreadPool(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            boolean streamed = i % 2 == 0;
            callers.execute(() -> call(new Caller(gateway.address(), gateway.key()), streamed, seen, enough, killed));
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).as("enough answers came").isTrue();
        gateway.kill();
        killed.set(true);
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        return seen;
    }

    private static void call(Caller caller, boolean streamed, Queue<String> seen, CountDownLatch enough,
        AtomicBoolean killed) {
        while (!killed.get()) {
            try {
                var answer = caller.chat("up/gpt-x", "hi", streamed);
                if (answer.status() == 200 && (!streamed || answer.body().contains("[DONE]"))) {
                    seen.add(answer.id());
                    enough.countDown();
                }
            } catch (IOException | InterruptedException theGatewayDied) {
                return;
            }
        }
    }
}
