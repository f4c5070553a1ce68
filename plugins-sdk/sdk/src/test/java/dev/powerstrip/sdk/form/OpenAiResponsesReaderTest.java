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

class OpenAiResponsesReaderTest {

    private static final String USAGE = """
        {"input_tokens":40,"input_tokens_details":{"cached_tokens":30,"cache_write_tokens":2},"output_tokens":9,\
        "output_tokens_details":{"reasoning_tokens":5},"total_tokens":49}""";

    private final AnswerReader reader = AnswerReader.of(Form.OPENAI_RESPONSES);

    @Test
    void readsAStreamToItsTerminalEvent() {
        var created = piece("{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"error\":null}}");
        var item = piece("{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\",\"content\":[]}}");
        var delta = piece("{\"type\":\"response.output_text.delta\",\"delta\":\"é\"}");
        var done = piece("{\"type\":\"response.output_text.done\",\"text\":\"é\"}");
        var end = piece(
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],\"usage\":%s}}"
                .formatted(USAGE));

        assertThat(List.of(created, item, delta, done, end)).extracting(Chunk::content)
            .containsExactly(false, false, true, false, false);
        assertThat(List.of(created, item, delta, done, end)).extracting(Chunk::terminal)
            .containsExactly(false, false, false, false, true);
        assertThat(delta.text()).isEqualTo("é");
        assertThat(delta.event()).isEqualTo("response.output_text.delta");
        assertThat(end.finish()).hasValue(new Finish("stop", "completed"));
        assertThat(end.usage()).hasValue(Usage.of(40, 9).withCache(30, 2).withReasoning(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.refusal.delta", "response.reasoning_summary_text.delta",
        "response.reasoning_text.delta", "response.function_call_arguments.delta",
        "response.custom_tool_call_input.delta"})
    void takesEveryDeltaForContent(String type) {
        var chunk = piece("{\"type\":\"%s\",\"delta\":\"word\",\"obfuscation\":\"x\"}".formatted(type));

        assertThat(chunk.content()).isTrue();
        assertThat(chunk.text()).isEqualTo("word");
    }

    @Test
    void commitsAtACallOrAnEncryptedThoughtButNotAtTheBeginningOfOne() {
        assertThat(begun("{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"\"}").content()).isTrue();
        assertThat(begun("{\"type\":\"web_search_call\"}").content()).isTrue();
        assertThat(begun("{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gA\"}").content()).isFalse();
        assertThat(piece("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"reasoning\",\"summary\":[],"
            + "\"encrypted_content\":\"gAAA\"}}").content()).isTrue();
    }

    @Test
    void callsAnEndAfterACallTheCallOfATool() {
        begun("{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"\"}");

        assertThat(piece("{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}").finish())
            .hasValue(new Finish("tool_calls", "completed"));
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens,length", "content_filter,content_filter"})
    void saysWhyAnAnswerWasCutShort(String reason, String canonical) {
        var end = piece("{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
            + "\"incomplete_details\":{\"reason\":\"%s\"},\"output\":[]}}".formatted(reason));

        assertThat(end.terminal()).isTrue();
        assertThat(end.finish()).hasValue(new Finish(canonical, reason));
    }

    @Test
    void readsAWholeResponse() {
        var chunk = read(whole("""
            {"object":"response","status":"completed","error":null,"output":[
            {"type":"reasoning","summary":[{"type":"summary_text","text":"hm "}],"encrypted_content":"gAAA"},
            {"type":"web_search_call","action":{"type":"search"}},{"type":"web_search_call","action":{"type":"open_page"}},
            {"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"b"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"usage":%s}""".formatted(USAGE)))
            .get(0);

        assertThat(chunk.whole()).isTrue();
        assertThat(chunk.terminal()).isTrue();
        assertThat(chunk.text()).isEqualTo("hm ab{}");
        assertThat(chunk.finish()).hasValue(new Finish("tool_calls", "completed"));
        assertThat(chunk.usage())
            .hasValue(Usage.of(40, 9).withCache(30, 2).withReasoning(5).withSearches(1));
    }

    @Test
    void passesUnknownEventsOnAndDropsTheEndMarkOfCopies() {
        assertThat(piece("{\"type\":\"novelty\",\"x\":1}").data()).asString(StandardCharsets.UTF_8)
            .isEqualTo("{\"type\":\"novelty\",\"x\":1}");
        assertThat(read(new Frame("", bytes("[DONE]"), false))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'type':'error','code':'rate_limit_exceeded','message':'slow','param':null} | PROVIDER_RATE_LIMITED",
        "{'type':'error','error':{'type':'invalid_request_error','message':'Your input exceeds the context window of'}} "
            + "| CONTEXT_LENGTH_EXCEEDED",
        "{'type':'response.failed','response':{'error':{'code':'server_error','message':'oh'}}} | PROVIDER_UNAVAILABLE",
        "{'type':'response.failed','response':{'error':{'code':'invalid_prompt','message':'oh'}}} | INVALID_PROMPT",
        "{'type':'response.failed','response':{'error':null}} | PROVIDER_UNAVAILABLE",
        "{'error':{'type':'rate_limit_error','message':'slow'}} | PROVIDER_RATE_LIMITED"})
    void failsWithTheErrorThatAStreamTells(String event, ErrorType type) {
        assertThatThrownBy(() -> piece(event.replace('\'', '"'))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"output\":", "{\"status\":\"in_progress\",\"output\":[]}",
        "{\"status\":\"failed\",\"output\":[]}", "{\"status\":\"cancelled\",\"output\":[]}", "<html>"})
    void refusesABodyThatIsNoAnswerAsTheUpstreamsFault(String body) {
        assertThatThrownBy(() -> read(whole(body))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"type\":7}", "{\"type\":", ""})
    void refusesAnEventThatIsNone(String data) {
        assertThatThrownBy(() -> piece(data)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    private Chunk begun(String item) {
        return piece("{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":%s}".formatted(item));
    }

    private Chunk piece(String json) {
        return read(new Frame("", bytes(json), false)).get(0);
    }

    private static Frame whole(String json) {
        return new Frame("", bytes(json), true);
    }

    private List<Chunk> read(Frame frame) {
        var chunks = new ArrayList<Chunk>();
        reader.read(frame, chunks::add);
        return chunks;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
