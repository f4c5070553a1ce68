package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.LogSink;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every sink promises. */
@Timeout(60)
public abstract class LogSinkContract {

    /** The sink under test, new and with a target that works and is empty. */
    protected abstract LogSink sink() throws IOException;

    /** The records that are the target's by now, in its order. */
    protected abstract List<CallRecord> delivered() throws IOException;

    /** Makes the target of the last {@link #sink()} refuse whatever comes from now on. */
    protected abstract void breakTarget() throws IOException;

    @Test
    final void deliversABatchBeforeItReturns() throws IOException {
        var batch = records(0, 3);

        sink().write(batch);

        assertThat(delivered()).extracting(CallRecord::json).isEqualTo(batch.stream().map(CallRecord::json).toList());
    }

    @Test
    final void deliversInTheOrderOfTheRecords() throws IOException {
        var sink = sink();

        for (int i = 0; i < 20; i++) {
            sink.write(records(i * 10, i * 10 + 10));
        }

        assertThat(delivered()).extracting(CallRecord::id).isEqualTo(ids(records(0, 200)));
    }

    @Test
    final void takesABatchThatIsOfferedAgain() throws IOException {
        var sink = sink();
        sink.write(records(0, 3));

        sink.write(records(0, 3));

        assertThat(delivered()).extracting(CallRecord::id).containsOnly("gen-0", "gen-1", "gen-2");
    }

    @Test
    final void takesALargeBatch() throws IOException {
        sink().write(records(0, 5000));

        assertThat(delivered()).hasSize(5000);
    }

    @Test
    final void failsWhereTheTargetDoesNotTakeABatch() throws IOException {
        var sink = sink();
        breakTarget();

        assertThatIOException().isThrownBy(() -> sink.write(records(0, 3)));
    }

    private static List<String> ids(List<CallRecord> records) {
        return records.stream().map(CallRecord::id).toList();
    }

    private static List<CallRecord> records(int from, int to) {
        return IntStream.range(from, to).mapToObj(LogSinkContract::record).toList();
    }

    private static CallRecord record(int number) {
        var json = new JsonObject();
        json.addProperty("id", "gen-" + number);
        json.addProperty("started", "2026-01-01T00:00:00.000Z");
        json.addProperty("end", "COMPLETE");
        json.addProperty("key_label", "Grüße \"quoted\"\nnext line \u2028 🌞");
        json.addProperty("prompt_tokens", 12);
        json.addProperty("cost", "0.0000015");
        return CallRecord.of(json);
    }
}
