package dev.powerstrip.upstream;

import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;

/** A name server that takes until the test lets it go. */
final class SlowLookUp {

    final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    void take() throws UnknownHostException {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException closed) {
            throw new UnknownHostException("nobody waits any more");
        }
    }

    void letGo() {
        end.countDown();
    }
}
