package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names of a system that takes its time over "slow". */
@Timeout(60)
class HostNamesTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SlowLookUp slow = new SlowLookUp();
    private final HostNames names = new HostNames(this::resolve);

    private InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        if (host.equals("unknown")) {
            throw new UnknownHostException(host);
        }
        if (host.equals("slow")) {
            slow.take();
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void aSlowNameHoldsNoOtherUp() throws Exception {
        var lookUp = names.lookUp("slow");

        assertThat(names.lookUp("quick").get()).containsExactly(InetAddress.getLoopbackAddress());
        assertThat(lookUp).isNotDone();
    }

    @Test
    void isAskedOnceForAllWhoWaitAndOneWhoGivesUpDisturbsNobody() throws Exception {
        var first = names.lookUp("slow");
        var second = names.lookUp("slow");

        first.cancel(false);
        slow.letGo();

        assertThat(second.get()).hasSize(1);
        assertThat(asked).containsExactly("slow");
    }

    @Test
    void isAskedAnewAfterwards() throws Exception {
        names.lookUp("quick").get();
        while (asked.size() < 2) {
            names.lookUp("quick").get();
        }

        assertThat(asked).containsOnly("quick");
    }

    @Test
    void tellsOfANameThatIsUnknown() {
        assertThatThrownBy(() -> names.lookUp("unknown").get()).cause().isInstanceOf(UnknownHostException.class);
    }

    @Test
    void tellsThoseWhoWaitWhenItIsClosed() throws Exception {
        var first = names.lookUp("slow");
        slow.begun.await();

        names.close();

        assertThatThrownBy(first::get).cause().isInstanceOf(IOException.class);
    }

    @Test
    void looksUpNothingOnceItIsClosed() {
        names.close();

        assertThatThrownBy(() -> names.lookUp("quick").get()).cause().isInstanceOf(IOException.class)
            .hasMessageContaining("no more names");
    }
}
