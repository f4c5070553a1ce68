package dev.powerstrip.journal;

import static dev.powerstrip.journal.Journals.config;
import static dev.powerstrip.journal.Journals.copy;
import static dev.powerstrip.journal.Journals.drain;
import static dev.powerstrip.journal.Journals.open;
import static dev.powerstrip.journal.Journals.record;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileJournalTest {

    private static final String FIRST_FILE = "00000000000000000000.log";

    @TempDir
    Path folder;

    @Test
    void keepsRecordsInOrderAcrossARestart() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        before.append(record("b"));
        before.close();

        var after = open(folder);
        after.append(record("c"));

        assertThat(drain(after, "r")).containsExactly("a", "b", "c");
        after.close();
    }

    @Test
    void keepsEveryFieldOfARecord() throws Exception {
        var journal = open(folder);
        var written = record("a", "Schlüssel \"ä\" 日本");
        journal.append(written);

        try (var cursor = journal.cursor("r")) {
            assertThat(cursor.read(10, Duration.ZERO).get(0).json()).isEqualTo(written.json());
        }
        journal.close();
    }

    @Test
    void losesAndDoublesNothingWhenManyAppendAtOnce() throws Exception {
        var journal = open(folder, config("second", 16 * 1024, 1 << 30));
        int threads = 16;
        int each = 200;
        var pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            pool.submit(() -> {
                for (int i = 0; i < each; i++) {
                    journal.append(record(thread + "-" + i));
                }
                return null;
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(50, TimeUnit.SECONDS)).isTrue();

        var ids = drain(journal, "r");

        assertThat(ids).hasSize(threads * each).doesNotHaveDuplicates();
        for (int t = 0; t < threads; t++) {
            var prefix = t + "-";
            var own = ids.stream().filter(id -> id.startsWith(prefix)).toList();
            assertThat(own).isSortedAccordingTo(
                (a, b) -> Integer.compare(Integer.parseInt(a.split("-")[1]), Integer.parseInt(b.split("-")[1])));
        }
        journal.close();
    }

    @Test
    void cutsATornTailWhereverTheProcessDied() throws Exception {
        var whole = folder.resolve("whole");
        append(whole, "a", "b");
        int good = (int) Files.size(whole.resolve(FIRST_FILE));
        append(whole, "torn");
        var bytes = Files.readAllBytes(whole.resolve(FIRST_FILE));

        for (int length = good; length < bytes.length; length++) {
            for (int zeros : List.of(0, 4000)) {
                var torn = Files.createDirectories(folder.resolve("torn-" + length + "-" + zeros));
                Files.write(torn.resolve(FIRST_FILE), Arrays.copyOf(Arrays.copyOf(bytes, length), length + zeros));
                append(torn, "c");

                assertThat(drained(torn)).as("%d bytes and %d zeros", length, zeros).containsExactly("a", "b", "c");
            }
        }
    }

    @Test
    void saysHowManyBytesOfAHalfRecordItCutsOff() throws Exception {
        append(folder, "a");
        Files.write(folder.resolve(FIRST_FILE), new byte[] {0, 0, 0, 9, 1, 2, 3, 4, '{', 0, 0, 0}, APPEND);

        try (var log = new LogLines(Segments.class)) {
            append(folder, "b");

            assertThat(log.lines()).singleElement().asString().contains("the last 9 bytes are no whole record");
        }
        assertThat(drained(folder)).containsExactly("a", "b");
    }

    @Test
    void saysNothingOfTheZerosThatAKilledProcessLeaves() throws Exception {
        var journal = open(folder.resolve("killed"));
        journal.append(record("a"));
        var left = copy(folder.resolve("killed"), folder.resolve("left"));
        journal.close();

        assertThat(left.resolve(FIRST_FILE)).hasSize(256 * 1024);
        try (var log = new LogLines(Segments.class)) {
            append(left, "b");

            assertThat(log.lines()).isEmpty();
        }
        assertThat(drained(left)).containsExactly("a", "b");
    }

    @Test
    void losesAndDoublesNothingWhenKilledBetweenTheCopyAndItsConfirmation() throws Exception {
        var opener = DiskFile.opener(4096);
        var config = config("second", 4096, 1 << 30);
        var copies = new ArrayList<Path>();
        var whole = folder.resolve("whole");
        var journal = new FileJournal(whole, config,
            path -> new CopiedFile(opener.open(path),
                () -> copies.add(copy(whole, folder.resolve("" + copies.size())))));
        for (int i = 0; i < 100; i++) {
            journal.append(record("r" + i));
        }
        journal.close();

        assertThat(copies).hasSize(100);
        for (int i = 0; i < copies.size(); i++) {
            append(copies.get(i), "after");
            assertThat(drained(copies.get(i))).hasSize(i + 2).startsWith("r0").endsWith("r" + i, "after")
                .doesNotHaveDuplicates();
        }
    }

    @Test
    void cutsEachFileToItsRecordsWhenItBeginsTheNextAndWhenItCloses() throws Exception {
        var journal = open(folder, config("second", 4096, 1 << 30));
        for (int i = 0; i < 200; i++) {
            journal.append(record("r" + i));
        }
        var whileOpen = files();
        for (int i = 1; i < whileOpen.size(); i++) {
            assertThat(position(whileOpen.get(i - 1)) + Files.size(whileOpen.get(i - 1)))
                .isEqualTo(position(whileOpen.get(i)));
        }
        journal.append(record("last"));
        journal.close();

        assertThat(whileOpen).hasSizeGreaterThan(3);
        for (var file : files()) {
            try (var channel = FileChannel.open(file)) {
                assertThat(Tail.of(channel)).isEqualTo(new Tail(channel.size(), 0));
            }
        }
    }

    @Test
    void readsAndFindsRecordsInAFileThatIsLongerThanThem() throws Exception {
        var journal = open(folder);
        try (var cursor = journal.cursor("r")) {
            for (var id : List.of("a", "b", "c")) {
                journal.append(record(id));

                assertThat(cursor.read(10, Duration.ZERO)).extracting(r -> r.id()).containsExactly(id);
                assertThat(journal.find(id)).isPresent();
                cursor.advance();
                assertThat(cursor.read(10, Duration.ZERO)).isEmpty();
            }
        }
        assertThat(folder.resolve(FIRST_FILE)).hasSize(256 * 1024);
        journal.close();
    }

    private static long position(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(".log", ""));
    }

    private static void append(Path folder, String... ids) throws Exception {
        var journal = open(folder);
        for (var id : ids) {
            journal.append(record(id));
        }
        journal.close();
    }

    private static List<String> drained(Path folder) throws Exception {
        var journal = open(folder);
        try {
            return drain(journal, "r");
        } finally {
            journal.close();
        }
    }

    @Test
    void cutsATailThatAPowerCutFilledWithZeros() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        before.close();
        Files.write(folder.resolve(FIRST_FILE), new byte[5000], APPEND);

        var after = open(folder);
        after.append(record("b"));

        assertThat(drain(after, "r")).containsExactly("a", "b");
        after.close();
    }

    @Test
    void cutsATailWhoseLastByteIsWrong() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        before.append(record("b"));
        before.close();
        var file = folder.resolve(FIRST_FILE);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        var after = open(folder);

        assertThat(drain(after, "r")).containsExactly("a");
        after.close();
    }

    @Test
    void failsTheRecordsThatAFullDiskDidNotTakeAndGoesOnWhenThereIsRoom() throws Exception {
        var files = new ArrayList<MoodyFile>();
        var journal = moody(files, config("second", 1 << 20, 1 << 30));
        journal.append(record("a"));

        files.get(0).full = true;
        assertThatThrownBy(() -> journal.append(record("lost"))).isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> journal.append(record("lost too"))).isInstanceOf(IOException.class);
        files.get(0).full = false;
        journal.append(record("b"));

        assertThat(drain(journal, "r")).containsExactly("a", "b");
        journal.close();
        var after = open(folder);
        assertThat(drain(after, "other")).containsExactly("a", "b");
        after.close();
    }

    @Test
    void cutsLaterWhatItCouldNotCutAtOnce() throws Exception {
        var files = new ArrayList<MoodyFile>();
        var journal = moody(files, config("second", 1 << 20, 1 << 30));
        journal.append(record("a"));

        files.get(0).broken = true;
        assertThatThrownBy(() -> journal.append(record("a long one that is lost", "x".repeat(500))))
            .isInstanceOf(IOException.class);
        files.get(0).broken = false;
        journal.append(record("b"));
        journal.close();

        var after = open(folder);
        assertThat(drain(after, "r")).containsExactly("a", "b");
        after.close();
    }

    @Test
    void syncsBeforeItReturnsWhenToldToDoSoAlways() throws Exception {
        var files = new ArrayList<MoodyFile>();
        var journal = moody(files, config("always", 1 << 20, 1 << 30));

        journal.append(record("a"));

        assertThat(files.get(0).syncs).isEqualTo(1);
        journal.close();
    }

    private FileJournal moody(List<MoodyFile> files, FileJournal.Config config) throws IOException {
        var opener = DiskFile.opener(config.segmentBytes());
        return new FileJournal(folder, config, file -> {
            files.add(new MoodyFile(opener.open(file)));
            return files.get(files.size() - 1);
        });
    }

    @Test
    void takesARecordLargerThanItsBuffer() throws Exception {
        var journal = open(folder);
        journal.append(record("small"));
        journal.append(record("large", "x".repeat(700_000)));
        journal.append(record("after"));

        assertThat(drain(journal, "r")).containsExactly("small", "large", "after");
        journal.close();
    }

    @Test
    void writesTheRecordOfAnInterruptedCallerToo() throws Exception {
        var journal = open(folder);
        Thread.currentThread().interrupt();
        journal.append(record("a"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(drain(journal, "r")).containsExactly("a");
        journal.close();
    }

    @Test
    void refusesRecordsOnceItIsClosed() throws Exception {
        var journal = open(folder);
        journal.close();

        assertThatThrownBy(() -> journal.append(record("a"))).isInstanceOf(IOException.class)
            .hasMessageContaining("closed");
    }

    @Test
    void readsTheSameAgainUntilTheReaderMovesOn() throws Exception {
        var journal = open(folder);
        journal.append(record("a"));
        journal.append(record("b"));

        try (var cursor = journal.cursor("r")) {
            assertThat(cursor.read(1, Duration.ZERO)).extracting(r -> r.id()).containsExactly("a");
            assertThat(cursor.read(1, Duration.ZERO)).extracting(r -> r.id()).containsExactly("a");
            cursor.advance();
            assertThat(cursor.read(1, Duration.ZERO)).extracting(r -> r.id()).containsExactly("b");
        }
        try (var again = journal.cursor("r")) {
            assertThat(again.read(10, Duration.ZERO)).extracting(r -> r.id()).containsExactly("b");
        }
        journal.close();
    }

    @Test
    void remembersWhereAReaderStoodAcrossARestart() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        drain(before, "r");
        before.append(record("b"));
        before.close();

        var after = open(folder);

        assertThat(drain(after, "r")).containsExactly("b");
        assertThat(drain(after, "new")).containsExactly("a", "b");
        after.close();
    }

    @Test
    void wakesAReaderThatWaits() throws Exception {
        var journal = open(folder);
        var about = new CountDownLatch(1);
        var read = CompletableFuture.supplyAsync(() -> {
            try (var cursor = journal.cursor("r")) {
                about.countDown();
                return cursor.read(10, Duration.ofSeconds(50)).get(0).id();
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        about.await();

        journal.append(record("a"));

        assertThat(read.get(50, TimeUnit.SECONDS)).isEqualTo("a");
        journal.close();
    }

    @Test
    void lendsAReadersPlaceOnlyOnce() throws Exception {
        var journal = open(folder);
        try (var cursor = journal.cursor("r")) {
            assertThat(cursor.read(1, Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> journal.cursor("r")).isInstanceOf(IllegalStateException.class);
        }
        journal.cursor("r").close();
        assertThatThrownBy(() -> journal.cursor("../r")).isInstanceOf(IllegalArgumentException.class);
        journal.close();
    }

    @Test
    void deletesFilesOnceEveryReaderHasPassedThem() throws Exception {
        var journal = open(folder, config("second", 4096, 1 << 30));
        drain(journal, "fast");
        drain(journal, "slow");
        for (int i = 0; i < 200; i++) {
            journal.append(record("r" + i));
        }
        int all = files().size();

        drain(journal, "fast");
        assertThat(files()).hasSize(all);

        drain(journal, "slow");
        assertThat(files()).hasSize(1);
        assertThat(all).isGreaterThan(3);
        journal.append(record("last"));
        assertThat(drain(journal, "slow")).containsExactly("last");
        journal.close();
    }

    @Test
    void dropsTheOldestRecordsSoThatADeadReaderCannotFillTheDisk() throws Exception {
        var journal = open(folder, config("second", 4096, 16 * 1024));
        drain(journal, "dead");
        for (int i = 0; i < 1000; i++) {
            journal.append(record("r" + i));
        }

        assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(16 * 1024);
        var ids = drain(journal, "dead");
        assertThat(ids).isNotEmpty().endsWith("r999").doesNotContain("r0");
        assertThat(ids).containsExactlyElementsOf(
            java.util.stream.IntStream.range(1000 - ids.size(), 1000).mapToObj(i -> "r" + i).toList());
        journal.close();
    }

    @Test
    void findsARecordThatAReaderHasNotPassed() throws Exception {
        var journal = open(folder, config("second", 4096, 1 << 30));
        drain(journal, "r");
        for (int i = 0; i < 100; i++) {
            journal.append(record("id" + i, "another \"id\":\"id7\""));
        }

        assertThat(journal.find("id7")).hasValueSatisfying(found -> assertThat(found.id()).isEqualTo("id7"));
        assertThat(journal.find("id99")).isPresent();
        assertThat(journal.find("id")).isEmpty();

        drain(journal, "r");
        assertThat(journal.find("id7")).isEmpty();
        journal.close();
    }

    @Test
    void readsOnBehindAFileThatIsDamaged() throws Exception {
        var before = open(folder, config("second", 4096, 1 << 30));
        for (int i = 0; i < 100; i++) {
            before.append(record("r" + i));
        }
        before.close();
        var bytes = Files.readAllBytes(folder.resolve(FIRST_FILE));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve(FIRST_FILE), bytes);

        var after = open(folder, config("second", 4096, 1 << 30));
        var ids = drain(after, "r");

        assertThat(ids).startsWith("r0", "r1").endsWith("r98", "r99").doesNotHaveDuplicates();
        assertThat(ids.size()).isBetween(60, 99);
        after.close();
    }

    @Test
    void takesAReaderBackThatStandsBehindTheEnd() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        before.append(record("b"));
        drain(before, "r");
        before.close();
        try (var file = FileChannel.open(folder.resolve(FIRST_FILE), WRITE)) {
            file.truncate(0);
        }

        var after = open(folder);
        after.append(record("c"));

        assertThat(drain(after, "r")).containsExactly("c");
        after.close();
    }

    @Test
    void beginsAgainWhenAReadersFileIsSpoilt() throws Exception {
        var before = open(folder);
        before.append(record("a"));
        drain(before, "r");
        before.close();
        Files.writeString(folder.resolve("cursors/r"), "");
        Files.copy(folder.resolve("cursors/r"), folder.resolve("cursors/r.tmp"), StandardCopyOption.REPLACE_EXISTING);

        var after = open(folder);

        assertThat(drain(after, "r")).containsExactly("a");
        after.close();
    }

    @Test
    void refusesAConfigurationThatCannotWork() {
        assertThatThrownBy(() -> open(folder, config("never", 1 << 20, 1 << 30))).hasMessageContaining("\"sync\"");
        assertThatThrownBy(() -> open(folder, config("second", 1 << 20, 1 << 20))).hasMessageContaining("\"maxBytes\"");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }
}
