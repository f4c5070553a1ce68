package dev.powerstrip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollingWatchTest {

    @TempDir
    private Path folder;
    private final PollingWatch watch = new PollingWatch();

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void aFileThatWasWrittenJustBeforeTheWatchBeganCountsFromItsBeginning() throws Exception {
        var file = Files.writeString(folder.resolve("a.jar"), "a");

        try (var watched = watch.watch(List.of(folder), ".jar", () -> {})) {
            assertThat(watched.files()).containsOnlyKeys(file);
        }
    }
}
