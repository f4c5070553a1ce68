package dev.powerstrip.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KilledJournalTest {

    @TempDir
    Path folder;

    @Test
    void hasEveryRecordThatWasConfirmedBeforeTheProcessWasKilled() throws Exception {
        // Into a file: of a pipe, both the reader and the JDK, once the process has ended, take what is left.
        var output = folder.resolve("output");
        var process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
            System.getProperty("java.class.path"), Appending.class.getName(), folder.resolve("journal").toString())
            .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        while (confirmed(output).size() < 2000) {
            assertThat(process.isAlive()).isTrue();
            LockSupport.parkNanos(1_000_000);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        var journal = Journals.open(folder.resolve("journal"));
        var kept = Journals.drain(journal, "r");

        assertThat(kept).doesNotHaveDuplicates().containsAll(confirmed(output));
        journal.append(Journals.record("after"));
        assertThat(Journals.drain(journal, "r")).containsExactly("after");
        journal.close();
    }

    private static List<String> confirmed(Path output) throws IOException {
        return Files.readString(output).lines().filter(line -> line.endsWith(".")).toList();
    }

    /** Appends from eight threads and prints what was confirmed, until it is killed. */
    static final class Appending {

        public static void main(String[] arguments) throws Exception {
            // Small files, so that many are lengthened, cut and begun.
            var journal = Journals.open(Path.of(arguments[0]), Journals.config("second", 16 * 1024, 1 << 30));
            IntStream.range(0, 8).forEach(thread -> new Thread(() -> append(journal, thread)).start());
        }

        private static void append(FileJournal journal, int thread) {
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    var id = thread + "-" + i + ".";
                    journal.append(Journals.record(id));
                    System.out.println(id);
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
