package dev.powerstrip.journal;

import com.google.gson.JsonObject;
import dev.powerstrip.line.Journal;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this bundle make journals and records with. */
final class Journals {

    private Journals() {}

    static FileJournal open(Path folder) throws IOException {
        return open(folder, config("second", 1 << 20, 1 << 30));
    }

    static FileJournal open(Path folder, FileJournal.Config config) throws IOException {
        return new FileJournal(folder, config, DiskFile.opener(config.segmentBytes()));
    }

    static CallRecord record(String id) {
        return record(id, "");
    }

    static CallRecord record(String id, String label) {
        var json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("started", "2026-11-22T10:00:00.000Z");
        json.addProperty("end", "COMPLETE");
        json.addProperty("key_label", label);
        return CallRecord.of(json);
    }

    /** What a process that is killed at this moment leaves. */
    static Path copy(Path folder, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.newDirectoryStream(folder, "*.log")) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** The ids of every record that a reader has not read yet. */
    static List<String> drain(Journal journal, String reader) throws Exception {
        var ids = new ArrayList<String>();
        try (var cursor = journal.cursor(reader)) {
            for (var batch = cursor.read(100, Duration.ZERO); !batch.isEmpty();
                batch = cursor.read(100, Duration.ZERO)) {
                batch.forEach(record -> ids.add(record.id()));
                cursor.advance();
            }
        }
        return ids;
    }

    static FileJournal.Config config(String sync, long segmentBytes, long maxBytes) {
        return new FileJournal.Config() {

            @Override
            public String sync() {
                return sync;
            }

            @Override
            public long segmentBytes() {
                return segmentBytes;
            }

            @Override
            public long maxBytes() {
                return maxBytes;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FileJournal.Config.class;
            }
        };
    }
}
