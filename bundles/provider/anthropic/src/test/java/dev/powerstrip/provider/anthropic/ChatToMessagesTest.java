package dev.powerstrip.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.translation.messages.ChatToMessages;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatToMessagesTest {

    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final ModelsFile models = ModelsFile.of(AnthropicProvider.class, "anthropic");
    private final Endpoint older = models.endpoint("anthropic/claude-haiku-4.5");
    private final Endpoint newer = models.endpoint("anthropic/claude-opus-4.8");
    private final Endpoint oldest = models.endpoint("anthropic/claude-3-haiku");
    private final ChatToMessages translation
        = new ChatToMessages(Clock.systemUTC(), new ChatToMessages.Service(true, true));

    @ParameterizedTest
    @CsvSource({"max, 19000", "xhigh, 19000", "high, 16000", "medium, 10000", "low, 4000", "minimal, 2000"})
    void givesOlderModelsABudgetOfTheirTokens(String effort, int budget) {
        var message = said("\"max_tokens\":20000,\"reasoning\":{\"effort\":\"%s\"}".formatted(effort), older);

        assertThat(message.get("thinking"))
            .isEqualTo(JsonParser.parseString("{\"type\":\"enabled\",\"budget_tokens\":%d}".formatted(budget)));
    }

    @Test
    void givesNewerModelsAnEffort() {
        var message = said("\"reasoning_effort\":\"minimal\",\"verbosity\":\"high\",\"temperature\":0.5", newer);

        assertThat(message.get("thinking"))
            .isEqualTo(JsonParser.parseString("{\"type\":\"adaptive\",\"display\":\"summarized\"}"));
        assertThat(message.get("output_config")).isEqualTo(JsonParser.parseString("{\"effort\":\"low\"}"));
        assertThat(message.has("temperature")).isFalse();
    }

    @Test
    void takesABudgetForAnEffortWhereTheModelKnowsOnlyEfforts() {
        var message = said("\"max_tokens\":10000,\"reasoning\":{\"max_tokens\":4000,\"exclude\":true}", newer);

        assertThat(message.get("thinking"))
            .isEqualTo(JsonParser.parseString("{\"type\":\"adaptive\",\"display\":\"omitted\"}"));
        assertThat(message.get("output_config")).isEqualTo(JsonParser.parseString("{\"effort\":\"medium\"}"));
    }

    @Test
    void switchesThinkingOffWhereTheClientSaysSo() {
        for (var off : List.of("{\"effort\":\"none\"}", "{\"enabled\":false}")) {
            assertThat(said("\"reasoning\":" + off, newer).get("thinking"))
                .isEqualTo(JsonParser.parseString("{\"type\":\"disabled\"}"));
        }
    }

    @Test
    void leavesThinkingOutForAModelThatDoesNotThink() {
        assertThat(said("\"reasoning\":{\"effort\":\"high\"}", oldest).has("thinking")).isFalse();
    }

    @Test
    void leavesThinkingOutWhereAToolIsForced() {
        var message = said("\"reasoning\":{\"effort\":\"high\"},\"tool_choice\":\"required\"," + TOOL, older);

        assertThat(message.has("thinking")).isFalse();
        assertThat(message.get("tool_choice")).isEqualTo(JsonParser.parseString("{\"type\":\"any\"}"));
    }

    @Test
    void leavesThinkingOutWhereTheClientDidNotSendBackTheThinkingOfAnOpenCall() {
        var messages = """
            "messages":[{"role":"user","content":"Hello"},
              {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]%s},
              {"role":"tool","tool_call_id":"a","content":"1"}],"reasoning":{"effort":"high"}""";

        var without = sent("{" + messages.formatted("") + "}", older);
        var with = sent("{" + messages.formatted(
            ",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"t\",\"signature\":\"s\"}]") + "}", older);

        assertThat(without.has("thinking")).isFalse();
        assertThat(with.has("thinking")).isTrue();
    }

    @Test
    void asksAnOldModelForJsonByAToolAndReadsItsInputAsTheAnswer() {
        var schema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
            + "{\"type\":\"object\"}}}";

        var message = said(schema, oldest);

        assertThat(message.get("tool_choice"))
            .isEqualTo(JsonParser.parseString("{\"type\":\"tool\",\"name\":\"json\"}"));
        var answer = read(translation.reader(request("{" + HELLO + "," + schema + "}"), oldest), """
            {"type":"message","id":"m","model":"c","content":[{"type":"tool_use","id":"t","name":"json",\
            "input":{"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}""");
        assertThat(answer).singleElement().satisfies(chunk -> {
            assertThat(chunk.text()).isEqualTo("{\"a\":1}");
            assertThat(chunk.finish()).hasValueSatisfying(finish -> assertThat(finish.reason()).isEqualTo("stop"));
        });
    }

    @Test
    void letsTheModelCallAToolOfTheClientsBeforeItAnswersByTheOther() {
        var schema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
            + "{\"type\":\"object\"}}}," + TOOL;

        assertThat(said(schema, oldest).get("tool_choice")).isEqualTo(JsonParser.parseString("{\"type\":\"any\"}"));
        var answer = read(translation.reader(request("{" + HELLO + "," + schema + "}"), oldest), """
            {"type":"message","id":"m","model":"c","content":[{"type":"tool_use","id":"t","name":"f",\
            "input":{"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}""");
        assertThat(answer).singleElement().satisfies(chunk -> assertThat(chunk.finish())
            .hasValueSatisfying(finish -> assertThat(finish.reason()).isEqualTo("tool_calls")));
    }

    @Test
    void refusesAddressesForAServiceThatDoesNotFetch() {
        var vertex = new ChatToMessages(Clock.systemUTC(), new ChatToMessages.Service(false, false));
        var request = request("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"https://example.com/cat.png\"}}]}]}");

        assertThatThrownBy(() -> vertex.request(request, oldest)).isInstanceOf(GatewayException.class)
            .hasMessageContaining("data URL");
    }

    @Test
    void saysWhoAsksByEitherOfOpenAisNames() {
        assertThat(said("\"user\":\"ada\",\"safety_identifier\":\"7\"", oldest).get("metadata"))
            .hasToString("{\"user_id\":\"ada\"}");
        assertThat(said("\"safety_identifier\":\"7\"", oldest).get("metadata")).hasToString("{\"user_id\":\"7\"}");
    }

    @Test
    void answersAsLongAsTheModelCanWhereTheClientSetsNoLimit() {
        assertThat(said("\"temperature\":0", oldest).get("max_tokens").getAsInt()).isEqualTo(4096);
        assertThat(said("\"temperature\":0", older).get("max_tokens").getAsInt()).isEqualTo(64000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"n\":2 | n: Anthropic gives one answer",
        "\"max_tokens\":1000,\"reasoning\":{\"effort\":\"high\"} | max_tokens: the model is to think with 1024 tokens",
        "\"tool_choice\":\"maybe\",\"tools\":[{\"function\":{\"name\":\"f\"}}] | tool_choice: none, auto, required",
        "\"stop\":5 | stop: an array is expected", "\"tools\":{} | tools: an array is expected",
        "\"response_format\":{\"type\":\"json_schema\"} | response_format.json_schema.schema"})
    void refusesByNameWhatAnthropicCannotBeAsked(String fields, String complaint) {
        refuses("{" + HELLO + "," + fields + "}", complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]} | not input_audio",
        "{\"role\":\"narrator\",\"content\":\"x\"} | messages[].role",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]} | image_url.url",
        "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64,*\"}}]} | base64",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"[\"}}]} | arguments"})
    void refusesByNameAMessageThatAnthropicCannotBeTold(String message, String complaint) {
        refuses("{\"messages\":[" + message + "]}", complaint);
    }

    private void refuses(String body, String complaint) {
        assertThatThrownBy(() -> sent(body, older)).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST)).hasMessageContaining(complaint);
    }

    @Test
    void passesOverASecondBeginningAndCallsADeltaWithoutOneNonsense() {
        var start = "{\"type\":\"message_start\",\"message\":{\"id\":\"%s\",\"model\":\"c\",\"usage\":{}}}";
        var reader = translation.reader(request("{\"stream\":true," + HELLO + "}"), older);

        var chunks = read(reader, start.formatted("first"), start.formatted("second"),
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}");

        assertThat(chunks).hasSize(1);
        var other = translation.reader(request("{\"stream\":true," + HELLO + "}"), older);
        assertThatThrownBy(() -> read(other, "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"a\"}}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"content_block\":null", ",\"content_block\":[{\"type\":\"text\"}]"})
    void callsABlockThatIsNoObjectNonsense(String block) {
        var reader = translation.reader(request("{\"stream\":true," + HELLO + "}"), older);
        read(reader, "{\"type\":\"message_start\",\"message\":{\"id\":\"a\"}}");

        assertThatThrownBy(() -> read(reader, "{\"type\":\"content_block_start\",\"index\":0" + block + "}"))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE))
            .hasMessageContaining("a content block is no object");
    }

    private static List<Chunk> read(AnswerReader reader, String... frames) {
        var chunks = new ArrayList<Chunk>();
        for (var frame : frames) {
            reader.read(new Frame("", frame.getBytes(StandardCharsets.UTF_8), frame.contains("\"message\",")),
                chunks::add);
        }
        return chunks;
    }

    private JsonObject said(String fields, Endpoint endpoint) {
        return sent("{" + HELLO + "," + fields + "}", endpoint);
    }

    private JsonObject sent(String body, Endpoint endpoint) {
        var bytes = translation.request(request(body), endpoint);
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static ChatRequest request(String body) {
        var json = JsonView.parse(body.getBytes(StandardCharsets.UTF_8));
        return new ChatRequest(Form.OPENAI_CHAT, json, List.of("anthropic/claude"), json.get("stream").isTrue(),
            ProviderPreferences.none());
    }
}
