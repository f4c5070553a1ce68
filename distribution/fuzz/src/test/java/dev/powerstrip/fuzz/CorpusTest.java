package dev.powerstrip.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was found before is not found again: every input that is kept, without the fuzzer. */
class CorpusTest {

    private static final Path CORPUS = Path.of(System.getProperty("fuzz.corpus"));

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void everyKeptInputIsAnsweredOrRefused(Client client, Path input) throws IOException {
        Target.take(client, Files.readAllBytes(CORPUS.resolve(input)));
    }

    static Stream<Object[]> everyKeptInputIsAnsweredOrRefused() {
        return Arrays.stream(Client.values()).flatMap(client -> Stream
            .of(client.name().toLowerCase(Locale.ROOT), "answers").flatMap(folder -> files(folder).stream())
            .map(file -> new Object[] {client, file}));
    }

    private static List<Path> files(String folder) {
        try (var files = Files.list(CORPUS.resolve(folder))) {
            return files.map(CORPUS::relativize).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("the corpus is not there", e);
        }
    }
}
