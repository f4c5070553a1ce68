package dev.powerstrip.journal;

import java.io.IOException;

/** A file on a disk that is full, when it takes a few more bytes and fails, or broken, when it cannot be cut either. */
final class MoodyFile implements AppendFile {

    private final AppendFile file;
    volatile boolean full;
    volatile boolean broken;
    volatile int syncs;

    MoodyFile(AppendFile file) {
        this.file = file;
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        if (full || broken) {
            file.append(bytes, Math.min(10, length));
            throw new IOException("No space left on device");
        }
        file.append(bytes, length);
    }

    @Override
    public void truncate(long length) throws IOException {
        if (broken) {
            throw new IOException("Input/output error");
        }
        file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
        syncs++;
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
