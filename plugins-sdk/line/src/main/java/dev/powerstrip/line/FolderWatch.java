package dev.powerstrip.line;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/** Looks into folders a few times a second, on one thread, and says which files lie there completely. Thread-safe. */
public interface FolderWatch {

    /**
     * Begins to watch, with a first look before this returns.
     *
     * @param ending of the files that count; a name that begins with a dot never does
     * @param onChange runs whenever the files have changed since, on the watcher's thread; must not block
     */
    Watched watch(List<Path> folders, String ending, Runnable onChange);

    /** The watched folders; closing it ends the watch. */
    interface Watched extends AutoCloseable {

        /** Every file that lies still, and what it looked like. */
        Map<Path, Look> files();

        @Override
        void close();
    }

    /**
     * What a file looked like: two equal looks mean that nobody has written to it in between.
     *
     * @param key which file it is, for a file that was moved over another; may be any value
     */
    record Look(long size, FileTime modified, String key) {}
}
