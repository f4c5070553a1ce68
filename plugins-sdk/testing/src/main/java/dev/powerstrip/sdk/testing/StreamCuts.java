package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Cuts an upstream's answer where the network may cut it: at every byte of its first 4 KB, and at 200 places after them
 * that are the same in every run. Wherever it is cut, the client gets the same bytes; where it breaks off, the client is
 * never told that it is complete.
 */
public final class StreamCuts {

    private static final int ALL_WITHIN = 4096;
    private static final int FURTHER = 200;
    private static final long SEED = 20260101;

    private final Form form;
    private final String contentType;
    private final Supplier<AnswerWriter> writers;

    /**
     * Cuts for one reader and one writer.
     *
     * @param form of the upstream's answer
     * @param contentType of the upstream's answer: {@code text/event-stream} or {@code application/json}
     * @param writers a new writer for each time the answer is delivered
     */
    public StreamCuts(Form form, String contentType, Supplier<AnswerWriter> writers) {
        this.form = form;
        this.contentType = contentType;
        this.writers = writers;
    }

    /** Checks every cut of this answer, which has to be complete. */
    public void check(byte[] answer) {
        var whole = deliver(answer, answer.length, answer.length);
        assertThat(whole.complete).as("the answer is complete").isTrue();
        boolean complete = false;
        for (int cut : places(answer.length)) {
            assertThat(deliver(answer, cut, answer.length).client()).as("cut at %d", cut).isEqualTo(whole.client());
            var broken = deliver(answer, cut, cut);
            assertThat(Arrays.copyOf(whole.client(), broken.client().length)).as("broken off at %d", cut)
                .isEqualTo(broken.client());
            complete |= broken.complete;
            assertThat(broken.complete).as("told as complete where it breaks off at %d", cut).isEqualTo(complete);
            assertThat(!complete || isBlank(answer, cut)).as("complete before its end, at %d", cut).isTrue();
        }
    }

    /** Only line ends may be missing of an answer that is complete. */
    private static boolean isBlank(byte[] answer, int from) {
        return new String(answer, from, answer.length - from, StandardCharsets.ISO_8859_1).isBlank();
    }

    private static int[] places(int length) {
        var random = new Random(SEED);
        var all = IntStream.range(0, Math.min(length, ALL_WITHIN));
        var further = length <= ALL_WITHIN ? IntStream.empty() : random.ints(FURTHER, ALL_WITHIN, length).sorted();
        return IntStream.concat(all, further).toArray();
    }

    /** The first bytes up to the cut, then those up to the end. */
    private Delivered deliver(byte[] answer, int cut, int end) {
        var reader = AnswerReader.of(form);
        var framing = Framing.of(contentType);
        var delivered = new Delivered(writers.get());
        try {
            feed(framing, reader, Arrays.copyOf(answer, cut), delivered);
            feed(framing, reader, Arrays.copyOfRange(answer, cut, end), delivered);
            framing.end(frame -> reader.read(frame, delivered::take));
        } catch (GatewayException misread) {
            assertThat(end).as("the answer is misread: %s", misread.getMessage()).isLessThan(answer.length);
        }
        return delivered;
    }

    private static void feed(Framing framing, AnswerReader reader, byte[] bytes, Delivered delivered) {
        framing.feed(bytes, 0, bytes.length, frame -> reader.read(frame, delivered::take));
    }

    /** What the client got. */
    private static final class Delivered {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AnswerWriter writer;
        private boolean complete;

        Delivered(AnswerWriter writer) {
            this.writer = writer;
        }

        void take(Chunk chunk) {
            bytes.writeBytes(writer.write(chunk));
            complete |= chunk.terminal();
        }

        byte[] client() {
            return bytes.toByteArray();
        }
    }
}
