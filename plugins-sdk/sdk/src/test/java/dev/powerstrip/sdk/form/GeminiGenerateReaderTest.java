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

class GeminiGenerateReaderTest {

    private final AnswerReader reader = AnswerReader.of(Form.GEMINI_GENERATE);

    @Test
    void takesTheEventThatSaysWhyItEndedForTheTerminalOne() {
        var first = piece("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hm\",\"thought\":true}]}}],"
            + "\"usageMetadata\":{\"promptTokenCount\":9}}");
        var second = piece("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"é\"}]}}]}");
        var last = piece("{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,"
            + "\"toolUsePromptTokenCount\":2,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":3,"
            + "\"thoughtsTokenCount\":5}}");

        assertThat(List.of(first, second, last)).extracting(Chunk::content).containsExactly(true, true, false);
        assertThat(List.of(first, second, last)).extracting(Chunk::terminal).containsExactly(false, false, true);
        assertThat(first.text() + second.text()).isEqualTo("hmé");
        assertThat(last.finish()).hasValue(new Finish("stop", "STOP"));
        assertThat(last.usage()).hasValue(Usage.of(11, 8).withCache(4, 0).withReasoning(5));
    }

    @Test
    void waitsForTheLastOfSeveralCandidates() {
        piece("{\"candidates\":[{\"index\":0,\"content\":{}},{\"index\":1,\"content\":{}}]}");

        assertThat(piece("{\"candidates\":[{\"index\":0,\"finishReason\":\"STOP\"}]}").terminal()).isFalse();
        assertThat(piece("{\"candidates\":[{\"index\":1,\"finishReason\":\"STOP\"}]}").terminal()).isTrue();
    }

    @Test
    void callsAnEndAfterAFunctionCallTheCallOfATool() {
        var call = piece("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\","
            + "\"args\":{\"a\":1}}}]}}]}");

        assertThat(call.content()).isTrue();
        assertThat(call.text()).isEqualTo("{\"a\":1}");
        assertThat(piece("{\"candidates\":[{\"finishReason\":\"STOP\"}]}").finish())
            .hasValue(new Finish("tool_calls", "STOP"));
    }

    @ParameterizedTest
    @CsvSource({"STOP,stop", "MAX_TOKENS,length", "SAFETY,content_filter", "SPII,content_filter",
        "MALFORMED_FUNCTION_CALL,error", "SOMETHING_NEW,stop"})
    void saysWhyItEndedInOurWords(String reason, String canonical) {
        assertThat(piece("{\"candidates\":[{\"finishReason\":\"%s\"}]}".formatted(reason)).finish())
            .hasValue(new Finish(canonical, reason));
    }

    @Test
    void endsAtABlockedPrompt() {
        var blocked = piece("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");

        assertThat(blocked.terminal()).isTrue();
        assertThat(blocked.finish()).hasValue(new Finish("content_filter", "SAFETY"));
    }

    @Test
    void commitsAtASignatureAlone() {
        assertThat(piece("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]}}]}")
            .content()).isTrue();
        assertThat(piece("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]}").content()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"candidates\":[", "<html>"})
    void refusesABodyThatIsNoAnswer(String body) {
        assertThatThrownBy(() -> read(new Frame("", bytes(body), true))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void failsWithAnErrorInTheStream() {
        assertThatThrownBy(() -> piece("{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED));
    }

    private Chunk piece(String json) {
        return read(new Frame("", bytes(json), false));
    }

    private Chunk read(Frame frame) {
        var chunks = new ArrayList<Chunk>();
        reader.read(frame, chunks::add);
        assertThat(chunks).hasSize(1);
        return chunks.get(0);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
