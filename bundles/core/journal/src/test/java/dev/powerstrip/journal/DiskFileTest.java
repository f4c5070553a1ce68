package dev.powerstrip.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DiskFileTest {

    private static final int CHUNK = 1024;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("file");
    }

    @Test
    void isLengthenedByAChunkAtATimeAndCutToWhatWasAppended() throws Exception {
        try (var file = open()) {
            assertThat(path).hasSize(0);

            file.append(bytes(1000, 'a'), 1000);
            assertThat(path).hasSize(CHUNK);
            file.append(bytes(24, 'b'), 24);
            assertThat(path).hasSize(CHUNK);
            file.append(bytes(1, 'c'), 1);
            assertThat(path).hasSize(2 * CHUNK);

            file.truncate(1025);
        }

        assertThat(Files.readString(path)).isEqualTo("a".repeat(1000) + "b".repeat(24) + "c");
    }

    @Test
    void goesOnAtItsEndWhenItIsOpenedAgain() throws Exception {
        Files.writeString(path, "before ");
        try (var file = open()) {
            file.append(bytes(3, 'x'), 2);
            file.sync();
            file.truncate(9);
        }

        assertThat(Files.readString(path)).isEqualTo("before xx");
    }

    @Test
    void takesMoreAtOnceThanAChunk() throws Exception {
        var bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        try (var file = open()) {
            file.append(bytes(10, 'a'), 10);
            file.append(bytes, bytes.length);
            file.append(bytes(10, 'z'), 10);
            file.truncate(bytes.length + 20);
        }

        var written = Files.readAllBytes(path);
        assertThat(written).startsWith(bytes(10, 'a')).endsWith(bytes(10, 'z')).hasSize(bytes.length + 20);
        assertThat(Arrays.copyOfRange(written, 10, 10 + bytes.length)).isEqualTo(bytes);
    }

    @Test
    void appendsOverWhatItWasCutBy() throws Exception {
        try (var file = open()) {
            file.append(bytes(100, 'a'), 100);
            file.truncate(10);
            file.append(bytes(5, 'b'), 5);

            assertThat(Files.readAllBytes(path)).hasSize(CHUNK)
                .startsWith(("a".repeat(10) + "b".repeat(5) + "\0".repeat(200)).getBytes());
        }
    }

    @Test
    void failsWhenTheDiskHasNoRoomForAChunkAndGoesOnWhenItHas() throws Exception {
        var disk = new CrampedFile(path.toFile(), CHUNK + 300);
        try (var file = new DiskFile(path, disk, CHUNK)) {
            file.append(bytes(1000, 'a'), 1000);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> file.append(bytes(100, 'b'), 100)).isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            }
            file.append(bytes(24, 'c'), 24);
            disk.room = 5 * CHUNK;
            file.append(bytes(100, 'd'), 100);
            file.truncate(1124);
        }

        assertThat(Files.readString(path)).isEqualTo("a".repeat(1000) + "c".repeat(24) + "d".repeat(100));
    }

    @Test
    void journalKeepsEveryConfirmedRecordOnADiskThatIsFullForAWhile() throws Exception {
        var disks = new ArrayList<CrampedFile>();
        var journal = new FileJournal(folder, Journals.config("second", 1 << 20, 1 << 30), file -> {
            disks.add(new CrampedFile(file.toFile(), CHUNK + 300));
            return new DiskFile(file, disks.get(0), CHUNK);
        });
        int confirmed = 0;
        while (confirmed(journal, "r" + confirmed)) {
            confirmed++;
        }

        assertThat(confirmed(journal, "lost")).isFalse();
        disks.get(0).room = 1 << 20;
        journal.append(Journals.record("after"));

        assertThat(Journals.drain(journal, "r")).hasSize(confirmed + 1).startsWith("r0", "r1").endsWith("after")
            .doesNotContain("lost").doesNotHaveDuplicates();
        journal.close();
    }

    private static boolean confirmed(FileJournal journal, String id) {
        try {
            journal.append(Journals.record(id));
            return true;
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
            return false;
        }
    }

    @Test
    void isNotClosedUnderAThreadThatIsInterrupted() throws Exception {
        try (var file = open()) {
            Thread.currentThread().interrupt();
            file.append(bytes(100, 'a'), 100);
            assertThat(Thread.interrupted()).isTrue();

            file.append(bytes(2000, 'b'), 2000);
            file.truncate(2100);
        }

        assertThat(Files.readString(path)).isEqualTo("a".repeat(100) + "b".repeat(2000));
    }

    @Test
    void mapsUnderAThreadThatIsInterruptedAllTheTime() throws Exception {
        var writer = Thread.currentThread();
        var done = new AtomicBoolean();
        var interrupter = new Thread(() -> {
            while (!done.get()) {
                writer.interrupt();
            }
        });
        try (var file = open()) {
            interrupter.start();
            for (int i = 0; i < 500; i++) {
                file.append(bytes(CHUNK, (char) ('a' + i % 26)), CHUNK);
            }
            done.set(true);
            joined(interrupter);
            file.truncate(500L * CHUNK);
        }

        var written = Files.readAllBytes(path);
        for (int i = 0; i < written.length; i++) {
            assertThat(written[i]).isEqualTo((byte) ('a' + i / CHUNK % 26));
        }
    }

    /** Waits for a thread that interrupts this one. */
    private static void joined(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException byIt) {
                continue;
            }
        }
        Thread.interrupted();
    }

    private DiskFile open() throws IOException {
        return new DiskFile(path, new RandomAccessFile(path.toFile(), "rw"), CHUNK);
    }

    private static byte[] bytes(int count, char of) {
        return String.valueOf(of).repeat(count).getBytes();
    }
}
