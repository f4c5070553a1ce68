package dev.powerstrip.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
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
        var process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
            System.getProperty("java.class.path"), Appending.class.getName(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var confirmed = new ArrayList<String>();
        try (var lines = process.inputReader()) {
            while (confirmed.size() < 2000) {
                confirmed.add(lines.readLine());
            }
            process.toHandle().destroyForcibly();
            lines.lines().filter(line -> line.endsWith(".")).forEach(confirmed::add);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        var journal = Journals.open(folder);
        var kept = Journals.drain(journal, "r");

        assertThat(kept).doesNotHaveDuplicates().containsAll(confirmed);
        journal.close();
    }

    /** Appends from eight threads and prints what was confirmed, until it is killed. */
    static final class Appending {

        public static void main(String[] arguments) throws Exception {
            var journal = Journals.open(Path.of(arguments[0]));
            IntStream.range(0, 8).forEach(thread -> new Thread(() -> append(journal, thread)).start());
        }

        private static void append(FileJournal journal, int thread) {
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    var id = thread + "-" + i + ".";
                    journal.append(Journals.record(id));
                    System.out.println(id);
                }
            } catch (java.io.IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
