package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is asked and answered without a stream: request body and answer are of about the same size. */
enum Payload {
    ONE_KB("small", 1 << 10), THIRTY_TWO_KB("large", 32 << 10);

    private static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);
    private static final String SENTENCE = "The quick brown fox jumps over the lazy dog, writes \\\"grün\\\" on its "
        + "way home and thinks of nothing in particular for a while.\\n";

    private final String model;
    private final int size;
    private final byte[] text;
    private final byte[] answer;

    Payload(String model, int size) {
        this.model = model;
        this.size = size;
        var text = text(size - 350);
        this.text = text.getBytes(UTF_8);
        answer = message("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
            """
                {"id":"chatcmpl-bench","object":"chat.completion","created":1767225600,"model":"%s",\
                "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
                "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,\
                "total_tokens":%d},"system_fingerprint":"fp_bench"}""".formatted(model, text, size / 4, size / 4,
                size / 2));
    }

    /** As JSON writes it between its quotation marks. */
    private static String text(int bytes) {
        var text = SENTENCE.repeat(bytes / SENTENCE.getBytes(UTF_8).length);
        return text + "x".repeat(bytes - text.getBytes(UTF_8).length);
    }

    /** What the model of that native name answers; empty if there is none. */
    static Optional<Payload> of(String model) {
        return Arrays.stream(values()).filter(payload -> payload.model.equals(model)).findFirst();
    }

    /** The native names of all. */
    static List<String> models() {
        return Arrays.stream(values()).map(payload -> payload.model).toList();
    }

    byte[] request(Target target) {
        return target.post("""
            {"model":"up/%s","temperature":0.7,"max_tokens":1024,"messages":[\
            {"role":"system","content":"You are a benchmark."},{"role":"user","content":"%s"}]}"""
            .formatted(model, text(size - 200)));
    }

    byte[] answer() {
        return answer;
    }

    /** True if the body of an answer says what was answered, whatever fields were added around it. */
    boolean isAnsweredBy(byte[] body, int length) {
        int from = Bytes.indexOf(body, 0, length, CONTENT) + CONTENT.length;
        int to = from + text.length;
        return from >= CONTENT.length && to < length && body[to] == '"'
            && Arrays.equals(body, from, to, text, 0, text.length);
    }

    static byte[] message(String head, String body) {
        var bytes = body.getBytes(UTF_8);
        return "%sContent-Length: %d\r\n\r\n%s".formatted(head, bytes.length, body).getBytes(UTF_8);
    }
}
