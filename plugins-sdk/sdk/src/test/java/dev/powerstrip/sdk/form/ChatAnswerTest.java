package dev.powerstrip.sdk.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {

    private final List<Chunk> chunks = new ArrayList<>();

    @Test
    void saysAStreamInTheOrderThatClientsExpect() {
        var answer = new ChatAnswer("c1", "m", 7, true);

        answer.reasoning("hm", chunks::add);
        answer.text("gr", chunks::add);
        answer.text("ün", chunks::add);
        answer.toolCall("t1", "f", chunks::add);
        answer.toolArguments("{\"a\"", chunks::add);
        answer.toolArguments(":1}", chunks::add);
        answer.finish(new Finish("tool_calls", "tool_use"));
        answer.usage(Usage.of(5, 3));
        answer.end(chunks::add);

        assertThat(chunks).extracting(this::payload).containsExactly(
            delta("{\"role\":\"assistant\",\"content\":\"\"}"),
            delta("{\"reasoning\":\"hm\"}"),
            delta("{\"content\":\"gr\"}"),
            delta("{\"content\":\"ün\"}"),
            delta("{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"),
            delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]}"),
            delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}"),
            head() + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\","
                + "\"native_finish_reason\":\"tool_use\"}]}",
            head() + "\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}",
            "[DONE]");
        assertThat(chunks).extracting(Chunk::content)
            .containsExactly(false, true, true, true, true, true, true, false, false, false);
        assertThat(chunks.get(9).terminal()).isTrue();
        assertThat(chunks.get(7).finish()).hasValue(new Finish("tool_calls", "tool_use"));
        assertThat(chunks.get(8).usage()).hasValue(Usage.of(5, 3));
    }

    @Test
    void refusesArgumentsBeforeAnyCall() {
        var answer = new ChatAnswer("c1", "m", 7, true);

        assertThatThrownBy(() -> answer.toolArguments("{}", chunks::add)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void gathersPicturesSourcesAndARefusal() {
        var source = new JsonObject();
        source.addProperty("type", "url_citation");
        var answer = new ChatAnswer("c1", "m", 7, false);

        answer.refusal("No", chunks::add);
        answer.refusal(".", chunks::add);
        answer.image("data:image/png;base64,AA==", chunks::add);
        answer.annotation(source, chunks::add);
        answer.end(chunks::add);

        var message = chunks.get(0).json().get("choices").items().get(0).get("message");
        assertThat(message.get("refusal").string()).hasValue("No.");
        assertThat(message.get("images").tree()).hasToString(
            "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"},\"index\":0}]");
        assertThat(message.get("annotations").tree()).hasToString("[{\"type\":\"url_citation\"}]");
    }

    @Test
    void saysTheSameAsOneWholeAnswer() {
        var answer = new ChatAnswer("c1", "m", 7, false);

        answer.reasoning("hm", chunks::add);
        answer.reasoningDetail(detail(), chunks::add);
        answer.toolCall("t1", "f", chunks::add);
        answer.toolCall("t2", "g", chunks::add);
        answer.toolArguments("{\"a\":1}", chunks::add);
        answer.finish(new Finish("tool_calls", "tool_use"));
        answer.usage(Usage.of(5, 3));
        answer.end(chunks::add);

        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(payload(chunk))
                .isEqualTo("{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,"
                    + "\"reasoning\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\"}],\"tool_calls\":["
                    + "{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                    + "{\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"a\\\":1}\"}}]},"
                    + "\"finish_reason\":\"tool_calls\",\"native_finish_reason\":\"tool_use\"}],"
                    + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}");
            assertThat(chunk.terminal()).isTrue();
            assertThat(chunk.text()).isEqualTo("hm{\"a\":1}");
        });
    }

    @Test
    void readsBackWhatItSays() {
        var answer = new ChatAnswer("c1", "m", 7, true);
        var reader = AnswerReader.of(Form.OPENAI_CHAT);
        var read = new ArrayList<Chunk>();

        answer.text("a", chunks::add);
        answer.finish(new Finish("length", "MAX"));
        answer.usage(Usage.of(5, 3).withCache(2, 1).withReasoning(1));
        answer.end(chunks::add);
        chunks.forEach(chunk -> reader.read(new Frame("", chunk.data(), false), read::add));

        assertThat(read).extracting(Chunk::toString).isEqualTo(chunks.stream().map(Chunk::toString).toList());
        assertThat(read).extracting(Chunk::finish).isEqualTo(chunks.stream().map(Chunk::finish).toList());
        assertThat(read).extracting(Chunk::usage).isEqualTo(chunks.stream().map(Chunk::usage).toList());
        assertThat(read).extracting(Chunk::text).isEqualTo(chunks.stream().map(Chunk::text).toList());
    }

    @Test
    void saysTheRoleEvenInAnEmptyAnswer() {
        new ChatAnswer("c1", "m", 7, true).end(chunks::add);

        assertThat(chunks).extracting(this::payload)
            .containsExactly(delta("{\"role\":\"assistant\",\"content\":\"\"}"), "[DONE]");
    }

    private static JsonObject detail() {
        var detail = new JsonObject();
        detail.addProperty("type", "reasoning.encrypted");
        return detail;
    }

    private static String delta(String delta) {
        return head() + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }

    private static String head() {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",";
    }

    private String payload(Chunk chunk) {
        return new String(chunk.data(), StandardCharsets.UTF_8);
    }
}
