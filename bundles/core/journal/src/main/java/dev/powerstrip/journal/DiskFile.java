package dev.powerstrip.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file on the disk that is lengthened by a chunk of zeros at a time, which is mapped: an append copies into it and calls
 * no system. Copied bytes belong to the system's cache of the file, as written ones do: they outlive the process, and
 * whoever reads the file by a channel sees them.
 */
final class DiskFile implements AppendFile {

    private static final long MOST_CHUNK_BYTES = 1 << 20;
    private static final ByteBuffer NO_CHUNK = ByteBuffer.allocate(0);
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final Path path;
    private final RandomAccessFile file;
    private final int chunkBytes;
    private ByteBuffer chunk = NO_CHUNK;
    private long end;

    /** Opens files in chunks that suit the size at which a new file is begun. */
    static Opener opener(long segmentBytes) {
        int chunkBytes = (int) Math.min(MOST_CHUNK_BYTES, segmentBytes / 4);
        return path -> new DiskFile(path, new RandomAccessFile(path.toFile(), "rw"), chunkBytes);
    }

    /** @param chunkBytes the file is as long as a multiple of this until it is cut to what was appended */
    DiskFile(Path path, RandomAccessFile file, int chunkBytes) throws IOException {
        this.path = path;
        this.file = file;
        this.chunkBytes = chunkBytes;
        this.end = file.length();
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        if (chunk.remaining() < length) {
            chunk = newChunk(length);
        }
        int from = chunk.position();
        chunk.put(bytes, 0, length);
        check(chunk.slice(from, length), ByteBuffer.wrap(bytes, 0, length));
        end += length;
    }

    /** The JVM tells of a page that could not be changed only later, by an error anywhere in this thread. */
    private void check(ByteBuffer copied, ByteBuffer wanted) throws IOException {
        if (!copied.equals(wanted)) {
            throw new IOException("the file system did not take a change of " + path + "; is the disk full?");
        }
    }

    /** Begins where the bytes end, in the chunk before, so that what is appended at once always lies in one. */
    private ByteBuffer newChunk(int least) throws IOException {
        long to = ((end + least - 1) / chunkBytes + 1) * chunkBytes;
        lengthen(to);
        return map(end, to - end);
    }

    /** By writing: a page that has no room on the disk would fail when it is touched, and stop the process. */
    private void lengthen(long to) throws IOException {
        long from = file.length();
        file.seek(from);
        while (from < to) {
            int next = (int) Math.min(to - from, ZEROS.length);
            file.write(ZEROS, 0, next);
            from += next;
        }
    }

    /** Maps through an interrupt, by a channel for this once: a channel closes itself when its thread is interrupted. */
    private ByteBuffer map(long from, long bytes) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return channel.map(MapMode.READ_WRITE, from, bytes);
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        chunk = NO_CHUNK;
        file.setLength(length);
        end = length;
    }

    /** Linux counts the pages of a mapping among those that it syncs for the file. */
    @Override
    public void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        chunk = NO_CHUNK;
        file.close();
    }
}
