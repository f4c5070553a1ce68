package dev.powerstrip.journal;

import static dev.powerstrip.journal.Journals.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
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
        var first = plugins.add("first");
        var second = plugins.add("second");

        journal.append(record("a"));
        journal.append(record("b"));

        assertThat(first.take(2)).containsExactly("a", "b");
        assertThat(second.take(2)).containsExactly("a", "b");
    }

    @Test
    void noticesASinkThatComesLater() throws Exception {
        journal.append(record("a"));

        assertThat(plugins.add("late").take(1)).containsExactly("a");
    }

    @Test
    void offersABatchAgainUntilItIsTaken() throws Exception {
        var sink = plugins.add("down");
        sink.failures.set(3);

        journal.append(record("a"));

        assertThat(sink.take(1)).containsExactly("a");
        assertThat(sink.calls.get()).isEqualTo(4);
        assertThat(rests).contains(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void handsOverToANewRevisionBetweenTwoBatches() throws Exception {
        var old = plugins.add("swapped");
        journal.append(record("a"));
        assertThat(old.take(1)).containsExactly("a");

        var current = plugins.add("swapped");
        journal.append(record("b"));

        assertThat(current.take(1)).containsExactly("b");
        assertThat(old.taken).isEmpty();
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() throws Exception {
        var before = plugins.add("sink");
        journal.append(record("a"));
        before.take(1);
        pumps.close();
        journal.append(record("b"));

        pumps = pumps();

        assertThat(before.take(1)).containsExactly("b");
    }

    @Test
    void keepsTheRecordsOfASinkThatIsAwayForAWhile() throws Exception {
        var before = plugins.add("sink");
        journal.append(record("a"));
        before.take(1);
        plugins.sinks.remove("sink");
        journal.append(record("b"));

        assertThat(plugins.add("sink").take(1)).containsExactly("b");
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

    private static final class FakePlugins implements Plugins {

        private final Map<String, FakeSink> sinks = new ConcurrentSkipListMap<>();

        FakeSink add(String name) {
            var sink = new FakeSink();
            sinks.put(name, sink);
            return sink;
        }

        @Override
        public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
            return Optional.ofNullable(sinks.get(name)).map(sink -> new FakeLease<>(name, contract.cast(sink)));
        }

        @Override
        public <T> List<Lease<T>> leaseAll(Class<T> contract) {
            return sinks.keySet().stream().flatMap(name -> lease(contract, name).stream()).toList();
        }

        @Override
        public Optional<ProviderLease> provider(String id) {
            return Optional.empty();
        }

        @Override
        public List<ProviderInfo> providers() {
            return List.of();
        }

        @Override
        public long changes() {
            return 0;
        }
    }

    private record FakeLease<T>(String name, T service) implements Lease<T> {

        @Override
        public Revision revision() {
            return new Revision("sink." + name, name, "1.0.0", "0123456789ab", 1);
        }

        @Override
        public <R> R call(Call<T, R> call) throws IOException {
            try {
                return call.on(service);
            } catch (IllegalStateException fault) {
                throw new PluginFailedException(revision(), fault);
            }
        }

        @Override
        public void close() {}
    }
}
