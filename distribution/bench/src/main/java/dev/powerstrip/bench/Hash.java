package dev.powerstrip.bench;

import java.util.zip.CRC32C;

/** Length and CRC-32C of bytes that come piece by piece. Enough for what goes wrong by chance, at no cost. */
final class Hash {

    private final CRC32C checksum = new CRC32C();
    private int length;

    void update(byte[] bytes, int from, int to) {
        checksum.update(bytes, from, to - from);
        length += to - from;
    }

    long value() {
        return (long) length << 32 | checksum.getValue();
    }
}
