package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a stream consists of: chunks at a fixed pace, each one write, with its number and sending time in its text.
 * The first write has the head and the role before its chunk, a last one has finish reason, usage and {@code [DONE]}.
 *
 * @param model asked for by that name
 * @param strict whether all that the gateway has to leave as it is is compared, not only the text of the chunks
 */
record StreamScript(String model, int chunks, Duration interval, boolean strict) {

    /** What the table's cells consist of. */
    static final StreamScript SHORT = new StreamScript("stream", 50, Duration.ofMillis(20), false);

    /** Where a chunk's text has its number and its time. */
    static final int NUMBER = 1;
    static final int NUMBER_DIGITS = 4;
    static final int TIME = NUMBER + NUMBER_DIGITS + 1;
    static final int TIME_DIGITS = 16;

    static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);

    private static final Pattern SLOW_MODEL = Pattern.compile("slow-([0-9]{1,4})");
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final String HEAD = """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream; charset=utf-8\r
        Cache-Control: no-cache\r
        Transfer-Encoding: chunked\r
        \r
        """;
    private static final String TEXT = "#0000@0000000000000000 fünf \\\"Wörter\\\"\\n";
    private static final String EVENT = """
        data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1767225600,"model":"stream",\
        "system_fingerprint":"fp_bench","choices":[%s]%s}

        """;
    private static final String CHOICE = """
        {"index":0,"delta":{%s},"logprobs":null,"finish_reason":%s}""";
    private static final String ROLE = EVENT
        .formatted(CHOICE.formatted("\"role\":\"assistant\",\"content\":\"\"", "null"), ",\"usage\":null");
    private static final String CHUNK = EVENT.formatted(CHOICE.formatted("\"content\":\"" + TEXT + "\"", "null"),
        ",\"usage\":null");
    private static final String END = EVENT.formatted(CHOICE.formatted("", "\"stop\""), ",\"usage\":null")
        + EVENT.formatted("", """
            ,"usage":{"prompt_tokens":20,"completion_tokens":500,"total_tokens":520}""")
        + "data: [DONE]\n\n";

    /** One write: the bytes, the part of them that is body, and the part that is a chunk's text. */
    record Write(byte[] bytes, int bodyFrom, int bodyTo, int textFrom, int textTo) {

        private static Write of(String head, String events, String end) {
            var size = Integer.toHexString(events.getBytes(UTF_8).length) + "\r\n";
            var bytes = (head + size + events + "\r\n" + end).getBytes(UTF_8);
            int from = (head + size).getBytes(UTF_8).length;
            int text = Bytes.indexOf(bytes, 0, bytes.length, "#0000@".getBytes(UTF_8));
            return new Write(bytes, from, from + events.getBytes(UTF_8).length, text,
                text + TEXT.getBytes(UTF_8).length);
        }

        boolean hasText() {
            return textFrom >= 0;
        }

        /** The same with bytes of its own, to be stamped. */
        Write copy() {
            return new Write(bytes.clone(), bodyFrom, bodyTo, textFrom, textTo);
        }

        void stamp(int number, long nanos) {
            digits(number, 10, textFrom + NUMBER, NUMBER_DIGITS);
            digits(nanos, 16, textFrom + TIME, TIME_DIGITS);
        }

        private void digits(long value, int base, int at, int count) {
            long rest = value;
            for (int i = at + count - 1; i >= at; i--) {
                bytes[i] = (byte) Character.forDigit((int) Long.remainderUnsigned(rest, base), base);
                rest = Long.divideUnsigned(rest, base);
            }
        }
    }

    static final Write FIRST = Write.of(HEAD, ROLE + CHUNK, "");
    static final Write NEXT = Write.of("", CHUNK, "");
    static final Write LAST = Write.of("", END, "0\r\n\r\n");

    /** A chunk every 100 ms for so long. */
    static StreamScript lasting(Duration length) {
        return slow((int) (length.toMillis() / SLOW.toMillis()));
    }

    private static StreamScript slow(int chunks) {
        return new StreamScript("slow-" + chunks, chunks, SLOW, true);
    }

    /** The script of that model; empty if that is no stream. */
    static Optional<StreamScript> of(String model) {
        var slow = SLOW_MODEL.matcher(model);
        return slow.matches() ? Optional.of(slow(Integer.parseInt(slow.group(1))))
            : Optional.of(SHORT).filter(script -> script.model.equals(model));
    }

    /** @param number tells this stream from the others; the upstream finds it in the body */
    byte[] request(Target target, int number) {
        return target.post("""
            {"model":"up/%s","stream":true,"stream_options":{"include_usage":true},"user":"stream-%09d","messages":[\
            {"role":"system","content":"You are a benchmark."},{"role":"user","content":"Five words at a time."}]}"""
            .formatted(model, number));
    }

    /** The number of the stream that a request's body asks for. */
    static int number(String body) {
        int from = body.indexOf("\"stream-") + "\"stream-".length();
        return Integer.parseInt(body, from, from + 9, 10);
    }

    /** Reads digits of a chunk's text. */
    static long digits(byte[] bytes, int from, int count, int base) {
        return Long.parseUnsignedLong(new String(bytes, from, count, ISO_8859_1), base);
    }
}
