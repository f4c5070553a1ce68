package dev.powerstrip.sink.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSinkTest {

    @TempDir
    Path home;

    @Test
    void writesOneLineForEachRecord() throws Exception {
        var records = batch("a", "b");

        sink().write(records);
        var lines = Files.readAllLines(home.resolve("log/calls.jsonl"));

        assertThat(lines).hasSize(2);
        assertThat(JsonParser.parseString(lines.get(1))).isEqualTo(records.get(1).json());
    }

    @Test
    void appendsToWhatIsThere() throws Exception {
        sink().write(batch("a"));

        sink().write(batch("b"));

        assertThat(ids("calls.jsonl")).containsExactly("a", "b");
    }

    @Test
    void doublesNothingWhenABatchComesAgainToTheSameSink() throws Exception {
        var sink = sink();
        sink.write(batch("a", "b"));

        sink.write(batch("a", "b"));
        sink.write(batch("a", "b", "c"));

        assertThat(ids("calls.jsonl")).containsExactly("a", "b", "c");
    }

    @Test
    void doublesNothingWhenABatchComesAgainAfterACrashAtAnyByte() throws Exception {
        sink().write(batch("before"));
        long good = Files.size(home.resolve("log/calls.jsonl"));
        sink().write(batch("a", "b", "c"));
        var whole = Files.readAllBytes(home.resolve("log/calls.jsonl"));

        for (int length = (int) good; length <= whole.length; length++) {
            Files.write(home.resolve("log/calls.jsonl"), java.util.Arrays.copyOf(whole, length));

            sink().write(batch("a", "b", "c"));

            assertThat(ids("calls.jsonl")).as("cut at byte " + length).containsExactly("before", "a", "b", "c");
        }
    }

    @Test
    void doublesNothingWhenItCrashedJustAfterRotating() throws Exception {
        sink(10, 2).write(batch("a", "b"));
        Files.move(home.resolve("log/calls.jsonl"), home.resolve("log/calls.jsonl.1"));

        sink(10, 2).write(batch("a", "b", "c"));

        assertThat(ids("calls.jsonl")).containsExactly("c");
    }

    @Test
    void rotatesBySizeAndKeepsAsManyAsItIsTold() throws Exception {
        var sink = sink(1, 2);

        for (var id : List.of("a", "b", "c", "d", "e")) {
            sink.write(batch(id));
        }

        assertThat(ids("calls.jsonl")).containsExactly("e");
        assertThat(ids("calls.jsonl.1")).containsExactly("d");
        assertThat(ids("calls.jsonl.2")).containsExactly("c");
        assertThat(files()).hasSize(3);
    }

    @Test
    void keepsNoOlderFileWhenToldSo() throws Exception {
        var sink = sink(1, 0);

        sink.write(batch("a"));
        sink.write(batch("b"));

        assertThat(ids("calls.jsonl")).containsExactly("b");
        assertThat(files()).hasSize(1);
    }

    @Test
    void writesOnInANewFileWhenSomebodyMovedItAway() throws Exception {
        var sink = sink();
        sink.write(batch("a"));
        Files.move(home.resolve("log/calls.jsonl"), home.resolve("log/moved"));

        sink.write(batch("b"));

        assertThat(ids("calls.jsonl")).containsExactly("b");
    }

    @Test
    void failsUntilThereIsAPlaceToWriteTo() throws Exception {
        Files.writeString(home.resolve("log"), "a file where the folder should be");
        var sink = sink();

        assertThatThrownBy(() -> sink.write(batch("a"))).isInstanceOf(IOException.class);
        Files.delete(home.resolve("log"));
        sink.write(batch("a"));

        assertThat(ids("calls.jsonl")).containsExactly("a");
    }

    @Test
    void isNotMisledByForeignLines() throws Exception {
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("log/calls.jsonl"), "hello\n[1]\n{\"no\":\"id\"}\n\n",
            StandardOpenOption.CREATE);

        sink().write(batch("a"));

        assertThat(Files.readString(home.resolve("log/calls.jsonl"))).startsWith("hello\n[1]\n").contains("\"a\"");
    }

    @Test
    void takesAnAbsolutePathToo() throws Exception {
        new JsonlSink(config(home.resolve("elsewhere/x.jsonl").toString(), 1000, 1), Path.of("/nowhere"))
            .write(batch("a"));

        assertThat(home.resolve("elsewhere/x.jsonl")).exists();
    }

    @Test
    void refusesAConfigurationThatCannotWork() {
        assertThatThrownBy(() -> sink(0, 1)).hasMessageContaining("rotateBytes");
        assertThatThrownBy(() -> sink(1, -1)).hasMessageContaining("keep");
        assertThatThrownBy(() -> new JsonlSink(config(" ", 1, 1), home)).hasMessageContaining("path");
    }

    private JsonlSink sink() {
        return sink(1_000_000, 5);
    }

    private JsonlSink sink(long rotateBytes, int keep) {
        return new JsonlSink(config("log/calls.jsonl", rotateBytes, keep), home);
    }

    private List<String> ids(String file) throws IOException {
        var ids = new ArrayList<String>();
        for (var line : Files.readAllLines(home.resolve("log").resolve(file))) {
            ids.add(JsonParser.parseString(line).getAsJsonObject().get("id").getAsString());
        }
        return ids;
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(home.resolve("log"))) {
            return files.toList();
        }
    }

    private static List<CallRecord> batch(String... ids) {
        return Stream.of(ids).map(id -> {
            var json = new JsonObject();
            json.addProperty("id", id);
            json.addProperty("started", "2026-11-22T10:00:00.000Z");
            json.addProperty("end", "COMPLETE");
            json.addProperty("key_label", "Schlüssel\n日本");
            return CallRecord.of(json);
        }).toList();
    }

    private static JsonlSink.Config config(String path, long rotateBytes, int keep) {
        return new JsonlSink.Config() {

            @Override
            public String path() {
                return path;
            }

            @Override
            public long rotateBytes() {
                return rotateBytes;
            }

            @Override
            public int keep() {
                return keep;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return JsonlSink.Config.class;
            }
        };
    }
}
