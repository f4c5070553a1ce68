package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicMessagesReaderTest {

    private final AnswerReader reader = AnswerReader.of(Form.ANTHROPIC_MESSAGES);

    @Test
    void readsAStreamToItsTerminalEvent() {
        var start = piece("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":10,\"output_tokens\":1,"
            + "\"cache_read_input_tokens\":100,\"cache_creation_input_tokens\":5}}}");
        var block = piece(
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        var delta = piece(
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"é\"}}");
        var end = piece(
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7,"
                + "\"output_tokens_details\":{\"thinking_tokens\":4}}}");
        var stop = piece("{\"type\":\"message_stop\"}");

        assertThat(List.of(start, block, delta, end, stop)).extracting(Chunk::content)
            .containsExactly(false, false, true, false, false);
        assertThat(List.of(start, block, delta, end, stop)).extracting(Chunk::terminal)
            .containsExactly(false, false, false, false, true);
        assertThat(delta.text()).isEqualTo("é");
        assertThat(end.finish()).hasValue(new Finish("stop", "end_turn"));
        assertThat(end.usage()).hasValue(Usage.of(115, 7).withCache(100, 5).withReasoning(4));
    }

    @Test
    void letsLaterFiguresReplaceEarlierOnes() {
        piece("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}");

        assertThat(
            piece("{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"input_tokens\":20,\"output_tokens\":3}}")
                .usage())
            .hasValue(Usage.of(20, 3));
    }

    @Test
    void commitsAtAToolCallOrARedactedThought() {
        assertThat(block("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}").content()).isTrue();
        assertThat(block("{\"type\":\"redacted_thinking\",\"data\":\"x\"}").content()).isTrue();
        assertThat(block("{\"type\":\"thinking\",\"thinking\":\"\"}").content()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"end_turn,stop", "stop_sequence,stop", "pause_turn,stop", "max_tokens,length",
        "model_context_window_exceeded,length", "tool_use,tool_calls", "refusal,content_filter", "something_new,stop"})
    void saysEveryStopReasonCanonically(String stopReason, String canonical) {
        assertThat(
            piece("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"}}".formatted(stopReason)).finish())
            .hasValue(new Finish(canonical, stopReason));
    }

    @Test
    void readsAWholeMessage() {
        var chunk = read(new Frame("", bytes("{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"text\",\"text\":\"b\"}],\"stop_reason\":\"max_tokens\",\"usage\":{\"input_tokens\":3,"
            + "\"output_tokens\":2}}"), true)).get(0);

        assertThat(chunk.whole()).isTrue();
        assertThat(chunk.terminal()).isTrue();
        assertThat(chunk.text()).isEqualTo("ab");
        assertThat(chunk.finish()).hasValue(new Finish("length", "max_tokens"));
        assertThat(chunk.usage()).hasValue(Usage.of(3, 2));
    }

    @Test
    void passesUnknownEventsOnUnderTheirName() {
        var chunk = piece("{\"type\":\"novelty\",\"x\":1}");

        assertThat(chunk.event()).isEqualTo("novelty");
        assertThat(chunk.data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"type\":\"novelty\",\"x\":1}");
    }

    @Test
    void tellsOfAnErrorEvent() {
        assertThatThrownBy(
            () -> piece("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"type\":7}", "{\"type\":", ""})
    void refusesNonsenseAsTheUpstreamsFault(String data) {
        assertThatThrownBy(() -> piece(data)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    private Chunk block(String block) {
        return piece("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":%s}".formatted(block));
    }

    private Chunk piece(String data) {
        return read(new Frame("", bytes(data), false)).get(0);
    }

    private List<Chunk> read(Frame frame) {
        var chunks = new ArrayList<Chunk>();
        reader.read(frame, chunks::add);
        return chunks;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
