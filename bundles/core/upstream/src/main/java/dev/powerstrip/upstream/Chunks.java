package dev.powerstrip.upstream;

import java.io.IOException;
import java.net.ProtocolException;

/** A body in chunks, each of which says its length first. What is said about chunks and after them is passed over. */
final class Chunks extends Content {

    private static final int MOST_TRAILERS = 200;
    /** More digits may not fit. */
    private static final int LONGEST_SIZE = 15;

    private final Input input;
    private boolean first = true;
    private long left;

    Chunks(Input input) {
        this.input = input;
    }

    @Override
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = input.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw brokenOff();
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (!first) {
            passLineEnd();
        }
        first = false;
        input.nextLine();
        left = size();
        if (left == 0) {
            passTrailers();
            end();
        }
        return left > 0;
    }

    private void passLineEnd() throws IOException {
        input.nextLine();
        if (input.lineLength() > 0) {
            throw HeadReader.malformed("a chunk is longer than it says");
        }
    }

    private long size() throws ProtocolException {
        long size = 0;
        int digits = 0;
        while (digits < input.lineLength() && isHexadecimal(input.lineByte(digits))) {
            size = 16 * size + Character.digit(input.lineByte(digits), 16);
            digits++;
            if (digits > LONGEST_SIZE) {
                throw HeadReader.malformed("a chunk says an impossible size");
            }
        }
        if (digits == 0 || digits < input.lineLength() && !endsSize(input.lineByte(digits))) {
            throw HeadReader.malformed("a chunk does not say its size");
        }
        return size;
    }

    private static boolean isHexadecimal(byte character) {
        return character >= 0 && Character.digit(character, 16) >= 0;
    }

    private static boolean endsSize(byte character) {
        return character == ';' || character == ' ' || character == '\t';
    }

    private void passTrailers() throws IOException {
        int trailers = 0;
        for (input.nextLine(); input.lineLength() > 0; input.nextLine()) {
            if (++trailers > MOST_TRAILERS) {
                throw HeadReader.malformed("more than " + MOST_TRAILERS + " headers follow its chunks");
            }
        }
    }
}
