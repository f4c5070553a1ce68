package dev.powerstrip.ledger;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of one batch as they are stored: one row, because a database takes a row of a thousand records hundreds of
 * times faster than a thousand rows. A generation id begins with the second at which its exchange began, so an id is
 * looked for in the few blocks that were filled around then.
 *
 * @param firstId the id of its first record, unique
 * @param from the earliest second at which one of its exchanges began, since 1970
 * @param to the latest one
 * @param lines a line of JSON each
 */
record RecordBlock(String firstId, long from, long to, byte[] lines) {

    /** @param records at least one */
    static RecordBlock of(List<CallRecord> records) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        var lines = new ByteArrayOutputStream(records.size() * 1024);
        for (var record : records) {
            long begun = begun(record.id());
            from = Math.min(from, begun);
            to = Math.max(to, begun);
            lines.writeBytes(record.line());
            lines.write('\n');
        }
        return new RecordBlock(records.get(0).id(), from, to, lines.toByteArray());
    }

    /** The second that an id such as {@code gen-1767225600-..} names; zero if it names none. */
    static long begun(String id) {
        int at = id.indexOf('-') + 1;
        long second = 0;
        while (at < id.length() && id.charAt(at) >= '0' && id.charAt(at) <= '9' && second < Integer.MAX_VALUE) {
            second = second * 10 + id.charAt(at++) - '0';
        }
        return second;
    }

    Stream<CallRecord> records() {
        return text().lines().map(RecordBlock::record);
    }

    private String text() {
        return new String(lines, StandardCharsets.UTF_8);
    }

    private static CallRecord record(String line) {
        return CallRecord.of(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Looks before parsing. */
    Optional<CallRecord> find(String id) {
        var member = "\"id\":" + new JsonPrimitive(id);
        return text().lines().filter(line -> line.contains(member)).map(RecordBlock::record)
            .filter(record -> record.id().equals(id)).findFirst();
    }
}
