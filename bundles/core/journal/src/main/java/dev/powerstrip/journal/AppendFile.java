package dev.powerstrip.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file that grows at its end. Until it is truncated it may be longer than what was appended, by zeros. */
interface AppendFile extends Closeable {

    /** Writes the first bytes of an array; if that fails, some of them may be in the file. */
    void append(byte[] bytes, int length) throws IOException;

    /** Cuts the file to that length and goes on there. */
    void truncate(long length) throws IOException;

    /** Makes what is written survive a power cut. */
    void sync() throws IOException;

    /** Opens files for appending; a test opens some whose disk is full. */
    interface Opener {

        AppendFile open(Path path) throws IOException;
    }
}
