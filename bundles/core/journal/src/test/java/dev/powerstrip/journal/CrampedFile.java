package dev.powerstrip.journal;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/** A file on a disk with so much room, and when that is used up, takes what still fits and fails. */
final class CrampedFile extends RandomAccessFile {

    volatile long room;

    CrampedFile(File file, long room) throws IOException {
        super(file, "rw");
        this.room = room;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int fitting = (int) Math.max(0, Math.min(length, room - getFilePointer()));
        super.write(bytes, from, fitting);
        if (fitting < length) {
            throw new IOException("No space left on device");
        }
    }
}
