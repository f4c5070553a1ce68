package dev.powerstrip.ledger;

import com.google.gson.JsonObject;
import dev.powerstrip.line.Journal;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory, whose one reader's place outlives its cursors and may fail to move. */
final class FakeJournal implements Journal {

    final List<CallRecord> records = new CopyOnWriteArrayList<>();
    volatile int place;
    volatile boolean stuck;

    void add(String id, String started, String key, String cost) {
        var json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("started", started);
        json.addProperty("end", "COMPLETE");
        json.addProperty("key", key);
        json.addProperty("model", "echo/echo");
        json.addProperty("provider", "echo");
        json.addProperty("prompt_tokens", 3);
        json.addProperty("completion_tokens", 5);
        json.addProperty("cost", cost);
        append(CallRecord.of(json));
    }

    @Override
    public void append(CallRecord record) {
        records.add(record);
    }

    @Override
    public Optional<CallRecord> find(String id) {
        return records.stream().filter(record -> record.id().equals(id)).findFirst();
    }

    @Override
    public Cursor cursor(String name) {
        return new Cursor() {

            private int read;

            @Override
            public List<CallRecord> read(int most, Duration wait) {
                read = Math.min(records.size(), place + most);
                return List.copyOf(records.subList(place, read));
            }

            @Override
            public void advance() throws IOException {
                if (stuck) {
                    throw new IOException("No space left on device");
                }
                place = read;
            }

            @Override
            public void close() {}
        };
    }
}
