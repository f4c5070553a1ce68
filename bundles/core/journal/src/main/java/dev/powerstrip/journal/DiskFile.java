package dev.powerstrip.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file on the disk. Not a {@link java.nio.channels.FileChannel}, which closes itself under a thread that is
 * interrupted while it writes.
 */
final class DiskFile implements AppendFile {

    private final RandomAccessFile file;

    DiskFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        file.write(bytes, 0, length);
    }

    @Override
    public void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
