package dev.powerstrip.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.translation.responses.ChatToResponses;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatToResponsesTest {

    private static final String CODEX = "openai/gpt-5.3-codex";
    private static final String END = "{'type':'response.completed','response':{'status':'completed','output':[%s]}}";

    private final ModelsFile models = ModelsFile.of(OpenAiProvider.class, "openai");
    private final Translation translation = new ChatToResponses("openai-responses-v1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'n':2 | n:",
        "'messages':[{'role':'user','content':[{'type':'input_audio'}]}] | messages[].content",
        "'messages':[{'role':'user','content':[{'type':'odd'}]}] | messages[].content[].type",
        "'messages':[{'role':'user','content':[{'type':'file','file':{}}]}] | messages[].content[].file",
        "'messages':[{'role':'assistant','content':[{'type':'image_url'}]}] | messages[].content[].type",
        "'messages':[{'role':'odd'}] | messages[].role", "'tools':[{'type':'custom'}] | tools[].type",
        "'tools':[{'type':'function'}] | tools[].function",
        "'tools':[{'type':'web_search'}],'tool_choice':{'type':'function'} | tool_choice.function.name",
        "'response_format':{'type':'json_schema'} | response_format.json_schema.schema"})
    void refusesByNameWhatResponsesCannotSay(String field, String named) {
        assertThatThrownBy(() -> said(field, endpoint(CODEX))).isInstanceOfSatisfying(GatewayException.class,
            error -> {
                assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST);
                assertThat(error.getMessage()).startsWith(named);
            });
    }

    @Test
    void asksAModelThatOnlySearchesForASearchUnlessTheClientNamesASourceOfItsOwn() {
        var research = endpoint("openai/o3-deep-research");

        assertThat(said("'messages':[]", research).get("tools"))
            .isEqualTo(json("[{'type':'web_search_preview'}]"));
        assertThat(said("'tools':[{'type':'mcp','server_label':'s'}]", research).get("tools"))
            .isEqualTo(json("[{'type':'mcp','server_label':'s'}]"));
    }

    @Test
    void asksForNoSummaryThatNobodyWantsAndHidesWhatNobodyWantsToSee() {
        assertThat(said("'reasoning_effort':'high'", endpoint(CODEX)).get("reasoning"))
            .isEqualTo(json("{'effort':'high'}"));
        assertThat(said("'reasoning':{'effort':'high','summary':'detailed'}", endpoint(CODEX)).get("reasoning"))
            .isEqualTo(json("{'effort':'high','summary':'detailed'}"));
        assertThat(said("'reasoning':{'effort':'high','exclude':true}", endpoint(CODEX)).toString())
            .doesNotContain("summary", "encrypted");
        assertThat(said("'include_reasoning':false", endpoint(CODEX)).toString())
            .doesNotContain("summary", "encrypted");
    }

    @Test
    void saysNothingOfReasoningToAModelThatDoesNotReason() {
        assertThat(said("'reasoning':{'effort':'high'},'temperature':0.5", endpoint("openai/gpt-4o")).keySet())
            .containsExactly("model", "input", "store", "temperature");
    }

    @Test
    void takesAModelOfWhichNothingIsKnownForOneThatReasons() {
        var unlisted = Endpoint.of("openai", "OpenAI", "openai/new", "new",
            json("{'forms':['openai.responses']}").getAsJsonObject());

        assertThat(said("'reasoning':{'effort':'max'},'temperature':0.5", unlisted).toString())
            .contains("\"effort\":\"max\"", "\"temperature\":0.5", "reasoning.encrypted_content");
    }

    @Test
    void tellsCallsWhosePiecesComeMixedOneAfterTheOther() {
        var answer = read(call(0, "a"), call(1, "b"), arguments(1, "{\\\"y\\\":"), arguments(0, "{\\\"x\\\":"),
            arguments(1, "2}"), arguments(0, "1}"), done(1, "b"), done(0, "a"), END.formatted(""));

        assertThat(calls(answer)).containsExactly("0 a", "0 {\"x\":", "0 1}", "1 b", "1 {\"y\":2}");
    }

    @Test
    void tellsItemsThatOnlyTheEndNames() {
        var answer
            = read(call(0, "a"), END.formatted("{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},"
                + "{'type':'message','content':[{'type':'output_text','text':'Done.'}]}"));

        assertThat(calls(answer)).containsExactly("0 a", "0 {}");
        assertThat(answer.stream().map(Chunk::text).collect(Collectors.joining())).isEqualTo("{}Done.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.output_text.delta", "response.reasoning_summary_text.delta",
        "response.function_call_arguments.delta"})
    void callsADeltaWithoutItsItemTheUpstreamsFault(String type) {
        assertThatThrownBy(() -> read("{'type':'%s','output_index':3,'delta':'x'}".formatted(type)))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void countsSearchesSoThatTheyCost() {
        var searched = read(END.formatted("{'type':'web_search_call','action':{'type':'search'}},"
            + "{'type':'web_search_call','action':{'type':'find_in_page'}}")
            .replace("'output'", "'usage':{'input_tokens':10,'output_tokens':2},'output'"));

        var usage = searched.stream().flatMap(chunk -> chunk.usage().stream()).findFirst().orElseThrow();
        assertThat(endpoint("openai/o3-deep-research").pricing().orElseThrow().cost(usage))
            .isEqualByComparingTo(new BigDecimal("0.01018"));
    }

    private static String call(int index, String id) {
        return "{'type':'response.output_item.added','output_index':%d,'item':{'type':'function_call','call_id':'%s','name':'f','arguments':''}}"
            .formatted(index, id);
    }

    private static String arguments(int index, String piece) {
        return "{'type':'response.function_call_arguments.delta','output_index':%d,'delta':'%s'}".formatted(index,
            piece);
    }

    private static String done(int index, String id) {
        return call(index, id).replace(".added", ".done");
    }

    /** Index and id, or index and piece, of every call in the chunks. */
    private static List<String> calls(List<Chunk> chunks) {
        return chunks.stream().filter(chunk -> !chunk.terminal())
            .flatMap(chunk -> chunk.json().get("choices").items().stream())
            .flatMap(choice -> choice.get("delta").get("tool_calls").items().stream())
            .map(call -> call.get("index").integer().orElseThrow() + " "
                + call.get("id").string().or(() -> call.get("function").get("arguments").string()).orElseThrow())
            .toList();
    }

    private List<Chunk> read(String... events) {
        var chunks = new ArrayList<Chunk>();
        var reader = translation.reader(request("'stream':true", endpoint(CODEX), true), endpoint(CODEX));
        for (var event : events) {
            reader.read(new Frame("", bytes(event), false), chunks::add);
        }
        return chunks;
    }

    private JsonObject said(String fields, Endpoint endpoint) {
        var body = translation.request(request(fields, endpoint, false), endpoint);
        return JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static ChatRequest request(String fields, Endpoint endpoint, boolean streamed) {
        return new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(bytes("{" + fields + "}")), List.of(endpoint.model()),
            streamed, ProviderPreferences.none());
    }

    private Endpoint endpoint(String model) {
        return models.endpoint(model);
    }

    private static JsonElement json(String text) {
        return JsonParser.parseString(text.replace('\'', '"'));
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
