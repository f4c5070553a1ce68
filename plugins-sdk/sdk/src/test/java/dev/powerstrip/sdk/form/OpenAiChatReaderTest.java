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
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatReaderTest {

    private final AnswerReader reader = AnswerReader.of(Form.OPENAI_CHAT);

    @Test
    void handsEveryFrameOnAsItCame() {
        var json = "{ \"id\":\"x\", \"choices\":[{\"delta\":{\"content\":\"a\"}}],\"new\":1.0 }";

        assertThat(piece(json).data()).asString(StandardCharsets.UTF_8).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":\"a\"}", "{\"reasoning\":\"a\"}", "{\"reasoning_content\":\"a\"}",
        "{\"refusal\":\"a\"}", "{\"tool_calls\":[{\"index\":0}]}", "{\"reasoning_details\":[{\"type\":\"x\"}]}",
        "{\"content\":[{\"type\":\"text\"}]}", "{\"images\":[{}]}", "{\"audio\":{\"data\":\"\"}}"})
    void seesContentThatCommits(String delta) {
        assertThat(piece("{\"choices\":[{\"delta\":%s}]}".formatted(delta)).content()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "{\"role\":\"assistant\",\"content\":\"\"}", "{\"content\":null}", "{\"tool_calls\":[]}",
            "{\"reasoning\":null,\"audio\":null}"})
    void seesWhatDoesNotCommit(String delta) {
        assertThat(piece("{\"choices\":[{\"delta\":%s}]}".formatted(delta)).content()).isFalse();
    }

    @Test
    void decodesTextReasoningAndToolArguments() {
        var chunk = piece("{\"choices\":[{\"delta\":{\"content\":\"gr\\u00fc\\\"n\",\"reasoning\":\"hm\","
            + "\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"a\\\":1}\"}}]}}]}");

        assertThat(chunk.text()).isEqualTo("grü\"nhm{\"a\":1}");
    }

    @Test
    void readsFinishAndUsage() {
        var chunk = piece("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\",\"native_finish_reason\":\"MAX\"}],"
            + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":8,"
            + "\"cache_write_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":3}}}");

        assertThat(chunk.finish()).hasValue(new Finish("length", "MAX"));
        assertThat(chunk.usage()).hasValue(Usage.of(12, 5).withCache(8, 2).withReasoning(3));
    }

    @Test
    void keepsAProvidersOwnFinishReasonBesideTheCanonicalOne() {
        assertThat(piece("{\"choices\":[{\"delta\":{},\"finish_reason\":\"eos\"}]}").finish())
            .hasValue(new Finish("stop", "eos"));
        assertThat(piece("{\"choices\":[{\"delta\":{},\"finish_reason\":\"function_call\"}]}").finish())
            .hasValue(new Finish("tool_calls", "function_call"));
    }

    @Test
    void isTerminalOnlyAtDoneOrAsAWhole() {
        assertThat(piece("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}").terminal()).isFalse();
        assertThat(piece("[DONE]").terminal()).isTrue();
        assertThat(read(new Frame("", bytes("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}"), true)))
            .singleElement()
            .satisfies(chunk -> {
                assertThat(chunk.terminal()).isTrue();
                assertThat(chunk.whole()).isTrue();
                assertThat(chunk.text()).isEqualTo("a");
            });
    }

    @Test
    void letsAPieceWithoutChoicesPass() {
        assertThat(piece("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}").usage())
            .hasValue(Usage.of(1, 2));
        assertThat(piece("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}").usage()).hasValue(Usage.of(1, 2));
        assertThat(piece("{\"choices\":null,\"usage\":null}").content()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":{}}", "[]", "7", "<html>", "{\"choices\":[", ""})
    void refusesNonsenseAsTheUpstreamsFault(String data) {
        assertThatThrownBy(() -> piece(data)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void refusesAWholeAnswerWithoutChoices() {
        assertThatThrownBy(() -> read(new Frame("", bytes("{\"id\":\"x\"}"), true)))
            .isInstanceOf(GatewayException.class)
            .hasMessageContaining("it has no \"choices\"");
    }

    @Test
    void tellsOfAnErrorInAStreamOrUnderStatus200() {
        assertThatThrownBy(() -> piece("{\"error\":{\"message\":\"slow down\",\"code\":429},\"choices\":[]}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_RATE_LIMITED))
            .hasMessageContaining("slow down");
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
