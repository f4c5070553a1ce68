package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Outcome;
import dev.powerstrip.line.Outcome.Fault;
import dev.powerstrip.line.Revision;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.EndState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    private static final Revision ONE = new Revision("provider.p", "p", "1.0.0", "0123456789ab", 1);
    private static final Revision OTHER = new Revision("provider.q", "q", "1.0.0", "ba9876543210", 1);
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":2}}";
    private static final String STOP = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String TEXT = "{\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}";

    private final SettableClock clock = new SettableClock();
    private final Exchange exchange = new Exchange("gen-1", Headers.none(), clock);
    private final Instant leased = clock.instant();

    @BeforeEach
    void ask() {
        var body = JsonView.parse("{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8));
        exchange.asks(new ChatRequest(Form.OPENAI_CHAT, body, List.of("m"), true, ProviderPreferences.none()), OTHER);
        exchange.watchedBy((any, end) -> {});
    }

    @Test
    void aSoundAnswerIsMeasured() {
        clock.advance(Duration.ofMillis(300));
        tried(ONE, 200);
        saw(TEXT);
        clock.advance(Duration.ofMillis(500));
        saw(STOP, USAGE);

        var outcome = outcome(EndState.COMPLETE);

        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.firstToken()).hasValue(300);
        assertThat(outcome.pace()).hasValue(16);
        assertThat(outcome.textPerToken()).hasValue(4);
        assertThat(outcome.requestPerToken()).hasValue(13 / 50.0);
    }

    @Test
    void aFallbackAfterAFailureIsTheFirstOnesFailureOnly() {
        tried(ONE, 502);
        tried(OTHER, 200);
        saw(TEXT, STOP, USAGE);

        assertThat(outcome(EndState.COMPLETE).faults()).containsExactly(Fault.FAILED);
        assertThat(exchange.outcome(OTHER, leased, EndState.COMPLETE).faults()).isEmpty();
    }

    @Test
    void whatBreaksOffAndWhatIsGivenUpIsToldApart() {
        tried(ONE, 200);
        assertThat(outcome(EndState.CLIENT_CANCELLED).faults()).containsExactly(Fault.GIVEN_UP);
        saw(TEXT);

        assertThat(outcome(EndState.UPSTREAM_TRUNCATED).faults()).containsExactly(Fault.TRUNCATED);
        assertThat(outcome(EndState.CLIENT_CANCELLED).faults()).containsExactly(Fault.LEFT);
        exchange.misreadBy(ONE);
        assertThat(outcome(EndState.UPSTREAM_TRUNCATED).faults()).containsExactlyInAnyOrder(Fault.TRUNCATED,
            Fault.MISREAD);
    }

    @Test
    void anAnswerWithoutUsageOrReasonIsNotSound() {
        tried(ONE, 200);
        saw(TEXT);
        assertThat(outcome(EndState.COMPLETE).faults()).containsExactlyInAnyOrder(Fault.UNFIT, Fault.UNCOUNTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}",
        "{\"index\":0,\"function\":{\"arguments\":\"{}}\"}}"})
    void aToolCallThatIsLostOrBrokenContradictsItself(String call) {
        tried(ONE, 200);
        saw("{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[" + call + "]}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", USAGE);

        assertThat(outcome(EndState.COMPLETE).faults()).containsExactly(Fault.UNFIT);
    }

    @Test
    void aToolCallInPiecesIsSound() {
        tried(ONE, 200);
        saw("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", USAGE);

        assertThat(outcome(EndState.COMPLETE).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"function_call_arguments.delta | {\"a\": | 1} | true",
        "function_call_arguments.delta | {\"a\": | , | false", "custom_tool_call_input.delta | any | text | true"})
    void aCallWithinAResponseIsSoundAsFarAsItsArgumentsAre(String type, String first, String second, boolean sound) {
        tried(ONE, 200);
        var item = new JsonObject();
        item.addProperty("type", type.substring(0, type.indexOf("call") + 4));
        item.addProperty("arguments", "");
        sawResponse(event("response.output_item.added", "item", item),
            event("response." + type, "delta", new JsonPrimitive(first)),
            event("response." + type, "delta", new JsonPrimitive(second)),
            event("response.completed", "response", JsonParser.parseString("{\"usage\":{\"output_tokens\":3}}")));

        assertThat(outcome(EndState.COMPLETE).faults().isEmpty()).isEqualTo(sound);
    }

    private static String event(String type, String name, JsonElement value) {
        var event = new JsonObject();
        event.addProperty("type", type);
        event.addProperty("output_index", 1);
        event.add(name, value);
        return event.toString();
    }

    @Test
    void tokensThatNeverCameContradictTheAnswer() {
        tried(ONE, 200);
        saw(STOP, USAGE);

        assertThat(outcome(EndState.COMPLETE).faults()).containsExactly(Fault.UNFIT);
    }

    private void tried(Revision revision, int status) {
        exchange.tried(Endpoint.of(revision.name(), revision.name(), "m", "m", new JsonObject()), revision,
            Duration.ZERO, status, "");
    }

    private void saw(String... frames) {
        saw(AnswerReader.of(Form.OPENAI_CHAT), frames);
    }

    private void sawResponse(String... frames) {
        saw(AnswerReader.of(Form.OPENAI_RESPONSES), frames);
    }

    private void saw(AnswerReader reader, String... frames) {
        Stream.of(frames).forEach(
            frame -> reader.read(new Frame("", frame.getBytes(StandardCharsets.UTF_8), false), exchange::saw));
    }

    private Outcome outcome(EndState end) {
        return exchange.outcome(ONE, leased, end);
    }
}
