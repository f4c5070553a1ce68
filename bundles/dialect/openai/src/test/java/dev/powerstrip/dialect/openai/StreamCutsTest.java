package dev.powerstrip.dialect.openai;

import static dev.powerstrip.dialect.openai.Samples.bytes;
import static dev.powerstrip.dialect.openai.Samples.head;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.testing.StreamCuts;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the network cuts an answer, its client gets the same, and one that breaks off is never told as complete. */
class StreamCutsTest {

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "odd", "rich", "completions-text", "completions-choices"})
    void aChatsStreamMayBeCutAnywhere(String name) {
        chat(true).check(bytes(Samples.file(name + "-upstream.sse")));
    }

    @Test
    void aChatsWholeAnswerMayBeCutAnywhere() {
        chat(false).check(bytes(Samples.file("completion-upstream.json")));
    }

    @Test
    void aLongStreamMayBeCutAnywhere() {
        var stream = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            stream.append(
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w\u00f6rd %d \ud83d\ude00\"}}]}\r\n\r\n"
                    .formatted(i));
        }
        stream.append(
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n");

        chat(true).check(bytes(stream.toString()));
    }

    private static StreamCuts chat(boolean streamed) {
        return cuts(streamed, () -> new ChatWriter(Samples.facts(Samples.PRICED, streamed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completions-text", "completions-choices", "text"})
    void aTextCompletionsStreamMayBeCutAnywhere(String name) {
        completion(true).check(bytes(Samples.file(name + "-upstream.sse")));
    }

    @Test
    void aWholeTextCompletionMayBeCutAnywhere() {
        completion(false).check(bytes(Samples.file("completions-whole-upstream.json")));
    }

    private static StreamCuts completion(boolean streamed) {
        var request = new OpenAiDialect().read(head("POST", "/v1/completions"),
            bytes("{\"model\":\"m\",\"prompt\":\"Once\",\"echo\":true,\"stream\":%s}".formatted(streamed)));
        return cuts(streamed, () -> new CompletionWriter(
            new AnswerFacts("gen-1", Instant.EPOCH, request, Samples.PRICED, Form.OPENAI_CHAT)));
    }

    private static StreamCuts cuts(boolean streamed, Supplier<AnswerWriter> writers) {
        return new StreamCuts(Form.OPENAI_CHAT, streamed ? "text/event-stream" : "application/json", writers);
    }
}
