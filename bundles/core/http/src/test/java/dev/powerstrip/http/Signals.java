package dev.powerstrip.http;

import static dev.powerstrip.http.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.ClientGoneException;
import dev.powerstrip.line.ClientStalledException;
import dev.powerstrip.sdk.http.Headers;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a test and its sites tell each other: that one is being served, that it may go on, and what it has seen. */
final class Signals {

    final CountDownLatch serving = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);

    /** Waits silently until the client goes or the test lets it go on. */
    void waitSilently(ClientExchange client) {
        client.onHangUp(() -> {
            seen.add("hang-up");
            goOn.countDown();
        });
        serving.countDown();
        await(goOn);
    }

    /** Waits silently, then answers a client that has to be gone by now. */
    void answerTooLate(ClientExchange client) throws IOException {
        waitSilently(client);
        try {
            client.answer(text("too late"));
        } catch (ClientGoneException gone) {
            seen.add("gone");
            throw gone;
        }
    }

    /** Writes until the client, which has to read nothing, is cut off. */
    void flood(ClientExchange client) throws IOException {
        client.begin(200, Headers.none());
        try {
            while (true) {
                client.write(new byte[32 << 10]);
            }
        } catch (ClientStalledException stalled) {
            seen.add("stalled");
            throw stalled;
        }
    }

    /** The next thing that was seen. */
    String next() throws InterruptedException {
        return Objects.requireNonNullElse(seen.poll(30, TimeUnit.SECONDS), "nothing");
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
