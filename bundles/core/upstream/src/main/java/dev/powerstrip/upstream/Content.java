package dev.powerstrip.upstream;

import java.io.EOFException;
import java.io.IOException;

/** The body of an answer as it comes. One thread. */
abstract class Content {

    private boolean ended;

    /** The body that follows a head. */
    static Content after(Head head, Input input, boolean toHeadRequest) {
        if (toHeadRequest || !head.hasBody()) {
            return new Counted(input, 0);
        }
        if (head.framing().chunked()) {
            return new Chunks(input);
        }
        return head.framing().length() < 0 ? new Rest(input) : new Counted(input, head.framing().length());
    }

    /**
     * Reads like a stream that is not at its end, at least one byte.
     *
     * @return negative only where the end comes without a byte before it
     * @throws IOException if the body breaks off before its end or is no HTTP
     */
    abstract int read(byte[] bytes, int offset, int length) throws IOException;

    /** True once the last byte was read. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    static EOFException brokenOff() {
        return new EOFException("the upstream closed the connection before the end of its answer");
    }

    /** As many bytes as the head says. */
    private static final class Counted extends Content {

        private final Input input;
        private long left;

        Counted(Input input, long length) {
            this.input = input;
            this.left = length;
            endIfWhole();
        }

        @Override
        int read(byte[] bytes, int offset, int length) throws IOException {
            int count = input.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw brokenOff();
            }
            left -= count;
            endIfWhole();
            return count;
        }

        private void endIfWhole() {
            if (left == 0) {
                end();
            }
        }
    }

    /** All that comes until the connection ends. */
    private static final class Rest extends Content {

        private final Input input;

        Rest(Input input) {
            this.input = input;
        }

        @Override
        int read(byte[] bytes, int offset, int length) throws IOException {
            int count = input.read(bytes, offset, length);
            if (count < 0) {
                end();
            }
            return count;
        }
    }
}
