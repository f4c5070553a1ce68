package dev.powerstrip.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** How a record lies in a file: four bytes of length, four of CRC32C, then the record. */
record Frame(byte[] payload, int checksum) {

    static final int HEADER = 8;

    static Frame of(byte[] payload) {
        return new Frame(payload, checksum(payload));
    }

    static int checksum(byte[] payload) {
        var crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    int size() {
        return HEADER + payload.length;
    }

    void writeTo(ByteBuffer buffer) {
        buffer.putInt(payload.length).putInt(checksum).put(payload);
    }
}
