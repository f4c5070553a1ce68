package dev.powerstrip.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's files, one behind the other: each is named by the position of its first byte in the whole journal.
 * One thread at a time writes; any may read what lies before {@link #end()}.
 */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final long segmentBytes;
    private final long maxBytes;
    private final boolean syncEachBatch;
    private final Readers readers;
    private final AppendFile.Opener opener;
    private final ConcurrentSkipListMap<Long, Path> files = new ConcurrentSkipListMap<>();
    private final ReentrantLock syncing = new ReentrantLock();
    private final ReentrantLock dropping = new ReentrantLock();
    private final ReentrantLock arrival = new ReentrantLock();
    private final Condition arrived = arrival.newCondition();
    private volatile int waiting;
    private volatile long end;
    private AppendFile active;
    private long base;
    private boolean torn;

    /** A part of one file: {@code from} and {@code limit} are offsets in it. */
    record Span(Path file, long base, long from, long limit) {}

    Segments(Path folder, long segmentBytes, long maxBytes, boolean syncEachBatch, Readers readers,
        AppendFile.Opener opener) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.segmentBytes = segmentBytes;
        this.maxBytes = maxBytes;
        this.syncEachBatch = syncEachBatch;
        this.readers = readers;
        this.opener = opener;
        try (var found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : found) {
                var name = file.getFileName().toString();
                files.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
            }
        }
        base = files.isEmpty() ? 0 : files.lastKey();
        active = opener.open(files.computeIfAbsent(base, this::file));
        end = base + cutTail(files.get(base));
        readers.confine(first(), end);
    }

    private Path file(long position) {
        return folder.resolve("%020d%s".formatted(position, SUFFIX));
    }

    /** A process that died leaves zeros, and half a record if it was writing one: nobody was told that it was written. */
    private long cutTail(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            var tail = Tail.of(file);
            if (tail.torn() > 0) {
                LOG.warn("{}: the last {} bytes are no whole record and are cut off", path, tail.torn());
            }
            if (tail.frames() < file.size()) {
                active.truncate(tail.frames());
            }
            return tail.frames();
        }
    }

    /** The position of the oldest record kept. */
    long first() {
        return files.firstKey();
    }

    /** The position behind the newest record. */
    long end() {
        return end;
    }

    /** Writes a batch of frames; if that fails, nothing of it was written. */
    void append(ByteBuffer batch) throws IOException {
        if (torn) {
            cut();
        }
        int length = batch.remaining();
        if (end > base && end - base + length > segmentBytes) {
            roll();
        }
        torn = true;
        try {
            active.append(batch.array(), length);
            if (syncEachBatch) {
                active.sync();
            }
        } catch (IOException failed) {
            cutAfter(failed);
            throw failed;
        }
        end += length;
        torn = false;
        tell();
    }

    private void cutAfter(IOException failed) {
        try {
            cut();
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /** Leaves nothing in the file but what is confirmed. */
    private void cut() throws IOException {
        active.truncate(end - base);
        torn = false;
    }

    private void roll() throws IOException {
        syncing.lock();
        try {
            var full = active;
            cut();
            full.sync();
            active = opener.open(file(end));
            files.put(end, file(end));
            base = end;
            full.close();
        } finally {
            syncing.unlock();
        }
        dropPassed();
        dropExcess();
    }

    /** Deletes the files that every reader has passed. */
    void dropPassed() {
        readers.slowest().ifPresent(this::drop);
    }

    /** Deletes the oldest files, read or not, so that the journal cannot fill the disk. */
    private void dropExcess() {
        long enough = end - (maxBytes - segmentBytes);
        if (first() < enough) {
            long kept = files.ceilingKey(enough);
            LOG.warn("the journal has reached maxBytes ({}): records are dropped that these readers have not read: {}",
                maxBytes, readers.behind(kept));
            drop(kept);
        }
    }

    /** Deletes the files that lie wholly before that position; never the one that is written. */
    private void drop(long position) {
        dropping.lock();
        try {
            for (var next = files.higherKey(first()); next != null && next <= position;
                next = files.higherKey(first())) {
                Files.deleteIfExists(files.pollFirstEntry().getValue());
            }
        } catch (IOException failed) {
            LOG.warn("a file of the journal cannot be deleted: {}", failed.toString());
        } finally {
            dropping.unlock();
        }
    }

    /** Makes what is written survive a power cut; writing goes on meanwhile. */
    void sync() throws IOException {
        syncing.lock();
        try {
            active.sync();
        } finally {
            syncing.unlock();
        }
    }

    /** What can be read from a position on, or from the oldest record, without changing files. */
    Span span(long position) {
        long written = end;
        var holding = files.floorEntry(position);
        var file = holding == null ? files.firstEntry() : holding;
        var next = files.higherKey(file.getKey());
        return new Span(file.getValue(), file.getKey(), Math.max(0, position - file.getKey()),
            (next == null ? written : next) - file.getKey());
    }

    /** Everything from a position on, newest file first. */
    List<Span> newestFirst(long from) {
        var spans = new ArrayList<Span>();
        for (var start : files.descendingKeySet()) {
            var span = span(Math.max(start, from));
            spans.add(span);
            if (start <= from) {
                break;
            }
        }
        return spans;
    }

    /** Waits until something lies behind that position; false if nothing came in that time. */
    boolean await(long position, Duration wait) throws InterruptedException {
        if (end > position) {
            return true;
        }
        long left = wait.toNanos();
        arrival.lock();
        try {
            waiting++;
            while (end <= position && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return end > position;
        } finally {
            waiting--;
            arrival.unlock();
        }
    }

    /** Costs the writer a read of a field while nobody waits. */
    private void tell() {
        if (waiting > 0) {
            arrival.lock();
            try {
                arrived.signalAll();
            } finally {
                arrival.unlock();
            }
        }
    }

    void close() throws IOException {
        syncing.lock();
        try (var last = active) {
            cut();
            last.sync();
        } finally {
            syncing.unlock();
        }
    }
}
