package dev.powerstrip.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * How a file ends: its whole frames, then what a process that died had begun to copy, then the zeros that the file was
 * lengthened by.
 *
 * @param frames where the whole frames end
 * @param torn the bytes from there to the last that is not zero
 */
record Tail(long frames, long torn) {

    private static final int CHUNK = 64 * 1024;

    static Tail of(FileChannel file) throws IOException {
        var reader = new FrameReader(file, 0, file.size());
        while (reader.next().isPresent()) {
            continue;
        }
        return new Tail(reader.position(), written(file, reader.position()) - reader.position());
    }

    /** Where the zeros begin that reach to the end of the file; at the earliest there. */
    private static long written(FileChannel file, long earliest) throws IOException {
        long written = earliest;
        var chunk = ByteBuffer.allocate(CHUNK);
        for (long position = earliest; file.read(chunk, position) >= 0; position += chunk.position(), chunk.clear()) {
            for (int i = 0; i < chunk.position(); i++) {
                if (chunk.get(i) != 0) {
                    written = position + i + 1;
                }
            }
        }
        return written;
    }
}
