package dev.powerstrip.journal;

import static dev.powerstrip.journal.Journals.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SinkPumpsTest {

    @TempDir
    Path folder;
    private final FakePlugins plugins = new FakePlugins();
    private final BlockingQueue<Duration> rests = new LinkedBlockingQueue<>();
    private FileJournal journal;
    private SinkPumps pumps;

    @BeforeEach
    void start() throws IOException {
        journal = Journals.open(folder);
        pumps = pumps();
    }

    private SinkPumps pumps() {
        return new SinkPumps(journal, plugins, time -> {
            rests.add(time);
            Thread.sleep(1);
        });
    }

    @AfterEach
    void stop() throws Exception {
        pumps.close();
        journal.close();
    }

    @Test
    void carriesEachRecordToEverySinkOnce() throws Exception {
        var first = sink("first");
        var second = sink("second");

        journal.append(record("a"));
        journal.append(record("b"));

        assertThat(first.take(2)).containsExactly("a", "b");
        assertThat(second.take(2)).containsExactly("a", "b");
    }

    @Test
    void noticesASinkThatComesLater() throws Exception {
        journal.append(record("a"));

        assertThat(sink("late").take(1)).containsExactly("a");
    }

    @Test
    void carriesWhatHasPiledUpWithoutRestingBetween() throws Exception {
        int many = 2600;
        for (int i = 0; i < many; i++) {
            journal.append(record("r" + i));
        }

        var sink = sink("late");

        assertThat(sink.take(many)).hasSize(many);
        assertThat(sink.calls.get()).isGreaterThan(1);
        assertThat(rests).filteredOn(Duration.ofMillis(200)::equals).as("one after the last batch, at most")
            .hasSizeLessThan(2);
    }

    @Test
    void offersABatchAgainUntilItIsTaken() throws Exception {
        var sink = sink("down");
        sink.failures.set(3);

        journal.append(record("a"));

        assertThat(sink.take(1)).containsExactly("a");
        assertThat(sink.calls.get()).isEqualTo(4);
        assertThat(rests).contains(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void handsOverToANewRevisionBetweenTwoBatches() throws Exception {
        var old = sink("swapped");
        journal.append(record("a"));
        assertThat(old.take(1)).containsExactly("a");

        var current = sink("swapped");
        journal.append(record("b"));

        assertThat(current.take(1)).containsExactly("b");
        assertThat(old.taken).isEmpty();
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() throws Exception {
        var before = sink("sink");
        journal.append(record("a"));
        before.take(1);
        pumps.close();
        journal.append(record("b"));

        pumps = pumps();

        assertThat(before.take(1)).containsExactly("b");
    }

    @Test
    void keepsTheRecordsOfASinkThatIsAwayForAWhile() throws Exception {
        var before = sink("sink");
        journal.append(record("a"));
        before.take(1);
        plugins.remove(LogSink.class, "sink");
        journal.append(record("b"));

        assertThat(sink("sink").take(1)).containsExactly("b");
    }

    /** Puts a sink of that name, in place of the one that had it. */
    private FakeSink sink(String name) {
        var sink = new FakeSink();
        plugins.put(LogSink.class, name, sink);
        return sink;
    }

    /** Takes records into a queue, after as many failures as it is told. */
    private static final class FakeSink implements LogSink {

        private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void write(List<CallRecord> batch) throws IOException {
            calls.incrementAndGet();
            int left = failures.getAndUpdate(n -> Math.max(0, n - 1));
            if (left == 1) {
                throw new IllegalStateException("a fault of the plugin");
            }
            if (left > 1) {
                throw new IOException("the target is down");
            }
            batch.forEach(record -> taken.add(record.id()));
        }

        List<String> take(int count) throws InterruptedException {
            var ids = new ArrayList<String>();
            while (ids.size() < count) {
                ids.add(taken.poll(50, TimeUnit.SECONDS));
            }
            return ids;
        }
    }
}
