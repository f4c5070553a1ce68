package dev.powerstrip.sink.jsonl;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import dev.powerstrip.sdk.testing.LogSinkContract;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class JsonlSinkContractTest extends LogSinkContract {

    @TempDir
    private Path home;

    @Override
    protected LogSink sink() {
        return new JsonlSink(new Config("log/calls.jsonl", 100_000_000, 5), home);
    }

    @Override
    protected List<CallRecord> delivered() throws IOException {
        try (var lines = Files.lines(home.resolve("log/calls.jsonl"))) {
            return lines.map(line -> CallRecord.of(JsonParser.parseString(line).getAsJsonObject())).toList();
        }
    }

    /** A file stands where the folder would have to be. */
    @Override
    protected void breakTarget() throws IOException {
        Files.deleteIfExists(home.resolve("log"));
        Files.writeString(home.resolve("log"), "");
    }

    private record Config(String path, long rotateBytes, int keep) implements JsonlSink.Config {

        @Override
        public Class<? extends Annotation> annotationType() {
            return JsonlSink.Config.class;
        }
    }
}
