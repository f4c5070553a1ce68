package dev.powerstrip.journal;

import dev.powerstrip.line.Journal;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal for one reader. It keeps no file open between two reads, so files can be dropped at any time. */
final class FileCursor implements Journal.Cursor {

    private static final Logger LOG = LoggerFactory.getLogger(FileCursor.class);

    private final String name;
    private final Segments segments;
    private final Readers readers;
    private final Runnable onClose;
    private long position;
    private long next;

    FileCursor(String name, Segments segments, Readers readers, Runnable onClose) throws IOException {
        this.name = name;
        this.segments = segments;
        this.readers = readers;
        this.onClose = onClose;
        this.position = readers.position(name, segments.first());
        this.next = position;
    }

    @Override
    public List<CallRecord> read(int most, Duration wait) throws IOException, InterruptedException {
        next = position;
        if (!segments.await(position, wait)) {
            return List.of();
        }
        var records = new ArrayList<CallRecord>();
        while (records.size() < most && next < segments.end()) {
            readFile(most, records);
        }
        return records;
    }

    /** Reads on in the file that holds the next record. */
    private void readFile(int most, List<CallRecord> records) throws IOException {
        skipDropped();
        var span = segments.span(next);
        try (var file = FileChannel.open(span.file())) {
            var frames = new FrameReader(file, span.from(), span.limit());
            while (records.size() < most && frames.position() < span.limit()) {
                var payload = frames.next();
                if (payload.isEmpty()) {
                    skipDamage(span, frames.position());
                    return;
                }
                records.add(record(payload.get()));
                next = span.base() + frames.position();
            }
        } catch (NoSuchFileException dropped) {
            LOG.debug("{} was dropped meanwhile", span.file());
        }
    }

    private void skipDropped() {
        long first = segments.first();
        if (next < first) {
            LOG.warn("{} has lost {} bytes of records, which it had not read when the journal dropped them", name,
                first - next);
            next = first;
        }
    }

    private void skipDamage(Segments.Span span, long offset) {
        LOG.error("{} is damaged at byte {}: {} bytes of records cannot be read", span.file(), offset,
            span.limit() - offset);
        next = span.base() + span.limit();
    }

    static CallRecord record(byte[] payload) {
        return CallRecord.of(payload);
    }

    @Override
    public void advance() throws IOException {
        if (next > position) {
            readers.move(name, next);
            position = next;
            segments.dropPassed();
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
