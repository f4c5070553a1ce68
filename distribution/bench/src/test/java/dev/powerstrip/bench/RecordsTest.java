package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

    @TempDir
    Path folder;

    @Test
    void aLineThatCameTwiceIsFoundInWhicheverFileItIs() throws Exception {
        Files.writeString(folder.resolve("calls.jsonl.1"), "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
        Files.writeString(folder.resolve("calls.jsonl"), "{\"id\":\"b\"}\n{\"id\":\"c\"}\n");

        assertThat(Records.read(folder, Set.of("a", "b", "c"))).isEqualTo(new Records(4, 0, 1));
    }

    @Test
    void anAnswerWithoutALineIsLost() throws Exception {
        Files.writeString(folder.resolve("calls.jsonl"), "{\"id\":\"a\"}\n");

        assertThat(Records.read(folder, Set.of("a", "b"))).isEqualTo(new Records(1, 1, 0));
    }
}
