package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.powerstrip.bench.StreamAnswer.Sent;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads one streamed answer as it comes in: times its chunks, and judges in the end whether it came whole. */
final class StreamChecker {

    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(UTF_8);
    private static final byte[] USAGE = "\"usage\":{".getBytes(UTF_8);
    private static final byte[] ERROR = "\"error\":{".getBytes(UTF_8);

    private final StreamScript script;
    private final LongConsumer lag;
    private final Hash body = new Hash();
    private final Hash kept = new Hash();
    private byte[] line = new byte[1 << 10];
    private int length;
    private int chunks;
    private boolean usage;
    private boolean done;
    private Optional<Fault> fault = Optional.empty();

    /** @param lag is told for each chunk how many nanoseconds after it was sent it came */
    StreamChecker(StreamScript script, LongConsumer lag) {
        this.script = script;
        this.lag = lag;
    }

    int chunks() {
        return chunks;
    }

    /** @param now when the bytes came */
    void read(byte[] bytes, int from, int to, long now) {
        body.update(bytes, from, to);
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                lineEnds(bytes, start, i, now);
                start = i + 1;
            }
        }
        append(bytes, start, to);
    }

    private void lineEnds(byte[] bytes, int from, int to, long now) {
        if (length == 0) {
            line(bytes, from, to, now);
        } else {
            append(bytes, from, to);
            line(line, 0, length, now);
            length = 0;
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int count = to - from;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, (length + count) * 2);
        }
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }

    private void line(byte[] bytes, int from, int to, long now) {
        if (!Bytes.startsWith(bytes, from, to, DATA)) {
            return;
        }
        int data = from + DATA.length;
        if (script.strict()) {
            Kept.ofEvent(bytes, data, to, kept);
        }
        if (Bytes.startsWith(bytes, data, to, DONE)) {
            done = true;
            return;
        }
        int content = Bytes.indexOf(bytes, data, to, StreamScript.CONTENT) + StreamScript.CONTENT.length;
        if (content >= StreamScript.CONTENT.length && bytes[content] != '"') {
            chunk(bytes, content, endOfText(bytes, content, to), now);
        } else if (Bytes.indexOf(bytes, data, to, ERROR) >= 0) {
            wrong(Harm.TRUNCATED, "an error came in the stream: " + new String(bytes, data, to - data, UTF_8));
        } else {
            usage |= Bytes.indexOf(bytes, data, to, USAGE) >= 0;
        }
    }

    private static int endOfText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i;
            }
        }
        return to;
    }

    private void chunk(byte[] bytes, int from, int to, long now) {
        if (!script.strict()) {
            kept.update(bytes, from, to);
        }
        if (to - from < StreamScript.TIME + StreamScript.TIME_DIGITS || bytes[from] != '#') {
            wrong(Harm.CORRUPTED, "chunk %d has another text than was sent".formatted(chunks));
            return;
        }
        long number = StreamScript.digits(bytes, from + StreamScript.NUMBER, StreamScript.NUMBER_DIGITS, 10);
        if (number != chunks) {
            wrong(number < chunks ? Harm.DUPLICATED : Harm.CORRUPTED,
                "chunk %d came where %d was to come".formatted(number, chunks));
        }
        chunks++;
        lag.accept(now - StreamScript.digits(bytes, from + StreamScript.TIME, StreamScript.TIME_DIGITS, 16));
    }

    private void wrong(Harm harm, String what) {
        if (fault.isEmpty()) {
            fault = Optional.of(new Fault(harm, what));
        }
    }

    /**
     * What is wrong with the whole, if anything.
     *
     * @param verbatim whether all of the body must be as it was sent, not only what a gateway leaves as it is
     */
    Optional<Fault> fault(Sent sent, boolean verbatim) {
        if (chunks != script.chunks()) {
            wrong(Harm.TRUNCATED, "%d chunks came, not %d".formatted(chunks, script.chunks()));
        }
        if (!usage || !done) {
            wrong(Harm.TRUNCATED, "the stream ended without " + (usage ? "[DONE]" : "usage"));
        }
        if (kept.value() != sent.kept()) {
            wrong(Harm.CORRUPTED, "the text differs from what was sent");
        }
        if (verbatim && body.value() != sent.body()) {
            wrong(Harm.CORRUPTED, "the body differs from what was sent");
        }
        return fault;
    }
}
