package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Leases from a pool whose connections nobody connects. */
class PoolTest {

    private static final HostNames NAMES = new HostNames(InetAddress::getAllByName);

    private final Pool pool = pool(2);

    private static Pool pool(int most) {
        var address = URI.create("http://127.0.0.1:1");
        try {
            return new Pool(Destination.of(address, TestSettings.of("acme", address).maxConnections(most).build()),
                NAMES);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lendsTheConnectionThatWasUsedLast() {
        var first = pool.lease().join();
        var second = pool.lease().join();

        pool.giveBack(second, true);
        pool.giveBack(first, true);

        assertThat(pool.lease().join()).isSameAs(first);
        assertThat(pool.lease().join()).isSameAs(second);
    }

    @Test
    void lendsNoMoreThanItMay() throws Exception {
        var first = pool.lease().join();
        pool.lease().join();

        assertThat(pool.lease()).isNotDone();
        assertThat(pool.replace(first)).isNotSameAs(first);
        assertThat(pool.lease()).isNotDone();
    }

    @Test
    void servesThoseFirstWhoWaitedLongest() {
        var first = pool.lease().join();
        var second = pool.lease().join();
        var longest = pool.lease();
        var shorter = pool.lease();

        pool.giveBack(second, true);
        assertThat(longest).isCompletedWithValue(second);
        assertThat(shorter).isNotDone();
        pool.giveBack(first, false);

        assertThat(shorter.join()).isNotSameAs(first);
        assertThat(pool.lease()).isNotDone();
    }

    @Test
    void givesWhatACancelledCallWaitedForToTheNext() {
        var first = pool.lease().join();
        var second = pool.lease().join();
        var cancelled = pool.lease();
        var withdrawn = pool.lease();
        var next = pool.lease();

        cancelled.cancel(false);
        assertThat(pool.withdraw(withdrawn)).isTrue();
        pool.giveBack(first, true);
        pool.giveBack(second, true);

        assertThat(next).isCompletedWithValue(first);
        assertThat(pool.lease().join()).isSameAs(second);
    }

    @Test
    void takesNothingBackFromWhomItWasTooLateToWithdraw() {
        var first = pool.lease().join();
        pool.lease().join();
        var waiting = pool.lease();
        pool.giveBack(first, true);

        assertThat(pool.withdraw(waiting)).isFalse();
        assertThat(waiting.join()).isSameAs(first);
    }

    @Test
    void endsEveryWaitWhenItIsClosed() {
        pool.lease().join();
        var lent = pool.lease().join();
        var waiting = pool.lease();

        pool.close();

        assertThat(waiting).isCancelled();
        assertThat(pool.lease()).isCancelled();
        pool.giveBack(lent, true);
        assertThat(pool.lease()).isCancelled();
    }
}
