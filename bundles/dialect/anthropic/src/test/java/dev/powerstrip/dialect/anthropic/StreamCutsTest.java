package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.bytes;
import static dev.powerstrip.sdk.form.Form.ANTHROPIC_MESSAGES;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.testing.StreamCuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the network cuts an answer, its client gets the same, and one that breaks off is never told as complete. */
class StreamCutsTest {

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "thinking", "foreign", "odd", "citations"})
    void aChatsStreamMayBeCutAnywhere(String name) {
        cuts(OPENAI_CHAT, true).check(bytes(Samples.file(name + "-chat.sse")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "completion-thinking"})
    void aChatsWholeAnswerMayBeCutAnywhere(String name) {
        cuts(OPENAI_CHAT, false).check(bytes(Samples.file(name + ".json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "own-blocks"})
    void aStreamOfItsOwnFormMayBeCutAnywhere(String name) {
        cuts(ANTHROPIC_MESSAGES, true).check(bytes(Samples.file(name + "-upstream.sse")));
    }

    @Test
    void aMessageMayBeCutAnywhere() {
        cuts(ANTHROPIC_MESSAGES, false)
            .check(bytes("{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"gr\u00fc\u00dfe\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}\n"));
    }

    @Test
    void aLongStreamMayBeCutAnywhere() {
        var stream
            = new StringBuilder("event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{}}\r\n\r\n");
        for (int i = 0; i < 120; i++) {
            stream
                .append("event: content_block_delta\r\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{"
                    + "\"type\":\"text_delta\",\"text\":\"w\u00f6rd %d \ud83d\ude00\"}}\r\n\r\n".formatted(i));
        }
        stream.append("event: message_stop\r\ndata: {\"type\":\"message_stop\"}\r\n\r\n");

        cuts(ANTHROPIC_MESSAGES, true).check(bytes(stream.toString()));
    }

    private static StreamCuts cuts(Form form, boolean streamed) {
        return new StreamCuts(form, streamed ? "text/event-stream" : "application/json",
            () -> new MessagesWriter(Samples.facts(Samples.PRICED, streamed, form)));
    }
}
