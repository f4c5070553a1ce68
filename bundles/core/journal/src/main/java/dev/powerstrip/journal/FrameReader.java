package dev.powerstrip.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads the frames of one file in order and stops before the first that is not whole. */
final class FrameReader {

    private static final int CHUNK = 256 * 1024;

    private final FileChannel file;
    private final long limit;
    private long position;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    FrameReader(FileChannel file, long from, long limit) {
        this.file = file;
        this.position = from;
        this.limit = limit;
    }

    /** The next record; empty at the limit, and where no valid frame begins. */
    Optional<byte[]> next() throws IOException {
        if (!holds(Frame.HEADER)) {
            return Optional.empty();
        }
        int length = chunk.getInt(chunk.position());
        int checksum = chunk.getInt(chunk.position() + 4);
        // No record is empty; the zeros that a file is lengthened by would otherwise read as empty frames.
        if (length <= 0 || length > limit - position - Frame.HEADER || !holds(Frame.HEADER + length)) {
            return Optional.empty();
        }
        var payload = new byte[length];
        chunk.get(chunk.position() + Frame.HEADER, payload);
        if (Frame.checksum(payload) != checksum) {
            return Optional.empty();
        }
        chunk.position(chunk.position() + Frame.HEADER + length);
        position += Frame.HEADER + length;
        return Optional.of(payload);
    }

    /** Where in the file the next frame begins, or where the valid ones end. */
    long position() {
        return position;
    }

    /** Makes sure that this many bytes from the position on are in the chunk; false if the file has fewer. */
    private boolean holds(int bytes) throws IOException {
        if (chunk.remaining() >= bytes) {
            return true;
        }
        if (limit - position < bytes) {
            return false;
        }
        chunk = ByteBuffer.allocate((int) Math.min(limit - position, Math.max(bytes, CHUNK)));
        while (chunk.hasRemaining() && file.read(chunk, position + chunk.position()) >= 0) {
            continue;
        }
        chunk.flip();
        return chunk.remaining() >= bytes;
    }
}
