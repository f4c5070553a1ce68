package dev.powerstrip.journal;

import java.io.IOException;

/** A file that has something done after each append, before whoever appended is told of it. */
final class CopiedFile implements AppendFile {

    private final AppendFile file;
    private final Step afterAppend;

    interface Step {

        void run() throws IOException;
    }

    CopiedFile(AppendFile file, Step afterAppend) {
        this.file = file;
        this.afterAppend = afterAppend;
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        file.append(bytes, length);
        afterAppend.run();
    }

    @Override
    public void truncate(long length) throws IOException {
        file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
