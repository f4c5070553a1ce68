package dev.powerstrip.dialect.responses;

import static dev.powerstrip.dialect.responses.Samples.bytes;
import static dev.powerstrip.dialect.responses.Samples.delivered;
import static dev.powerstrip.dialect.responses.Samples.file;
import static dev.powerstrip.dialect.responses.Samples.request;
import static dev.powerstrip.dialect.responses.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and what becomes of them in the canonical form stand in files under golden/. */
class ResponsesToChatTest {

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    private static JsonObject canonical(String request) {
        return ResponsesToChat.canonical(ResponsesRequests.read(bytes(request))).tree();
    }

    @Test
    void saysAllKindsOfItemsToolsAndSettings() {
        assertThat(pretty.toJson(canonical(file("items-request.json"))) + "\n")
            .isEqualTo(file("items-canonical.json"));
    }

    @Test
    void namesWhatItLeavesOut() {
        var request = ResponsesRequests.read(bytes("{\"model\":\"m\",\"input\":\"Hi\",\"truncation\":\"auto\","
            + "\"max_tool_calls\":3,\"store\":true,\"temperature\":1}"));

        assertThat(ResponsesToChat.canonical(request).dropped()).containsExactly("max_tool_calls", "truncation");
    }

    @Test
    void saysATextAsAUsersMessage() {
        assertThat(canonical("{\"model\":\"m\",\"input\":\"Hi\"}").toString())
            .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"auto\" | \"auto\"", "\"none\" | \"none\"", "\"required\" | \"required\"",
        "{\"type\":\"custom\",\"name\":\"g\"} | {\"type\":\"function\",\"function\":{\"name\":\"g\"}}",
        "{\"type\":\"web_search\"} | null"})
    void saysEveryToolChoice(String choice, String said) {
        var chat = canonical("{\"model\":\"m\",\"input\":\"Hi\",\"tools\":[{\"type\":\"custom\",\"name\":\"g\"}],"
            + "\"tool_choice\":" + choice + "}");

        assertThat(String.valueOf(chat.get("tool_choice"))).isEqualTo(said);
    }

    @Test
    void offersOnlyTheToolsThatAreAllowed() {
        var chat = canonical("{\"model\":\"m\",\"input\":\"Hi\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},"
            + "{\"type\":\"function\",\"name\":\"g\"}],\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\","
            + "\"tools\":[{\"type\":\"function\",\"name\":\"g\"}]}}");

        assertThat(chat.get("tools").toString())
            .isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]");
        assertThat(chat.get("tool_choice").getAsString()).isEqualTo("required");
    }

    @Test
    void givesAThoughtBackAsItsProviderToldIt() {
        var completion = file("completion-thinking.json");
        var response = delivered(completion, request(false, ""), Form.OPENAI_CHAT, AnswerStore.none(), 4096);
        var output = JsonParser.parseString(response).getAsJsonObject().get("output");

        var turn = canonical("{\"model\":\"m\",\"input\":" + output + "}").getAsJsonArray("messages").get(0)
            .getAsJsonObject();

        var message = JsonParser.parseString(completion).getAsJsonObject().getAsJsonArray("choices").get(0)
            .getAsJsonObject().getAsJsonObject("message");
        assertThat(turn.get("reasoning_details")).isEqualTo(message.get("reasoning_details"));
        assertThat(turn.get("reasoning")).isEqualTo(message.get("reasoning"));
        assertThat(turn.get("content")).isEqualTo(message.get("content"));
    }

    @Test
    void refusesAThoughtThatWasChanged() {
        assertThatThrownBy(() -> canonical("{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"summary\":[],"
            + "\"encrypted_content\":\"" + CarriedThoughts.MARK + "AAAA\"}]}")).isInstanceOf(GatewayException.class)
            .hasMessageContaining("encrypted_content is damaged");
    }

    @Test
    void takesOtherModelsThoughtsOutForAnUpstreamOfTheSameForm() {
        var response = JsonParser.parseString(delivered(file("completion-thinking.json"), request(false, ""),
            Form.OPENAI_CHAT, AnswerStore.none(), 4096)).getAsJsonObject();
        var own = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"gAAAA==\"}";
        var items = response.getAsJsonArray("output");
        items.add(JsonParser.parseString(own));

        var sent = text(Translation.passThrough(Form.OPENAI_RESPONSES)
            .request(ResponsesRequests.read(bytes("{\"model\":\"m\",\"input\":" + items + "}")), Samples.PRICED));

        var kept = JsonParser.parseString(sent).getAsJsonObject().getAsJsonArray("input");
        assertThat(kept).hasSize(2);
        assertThat(kept.get(0)).isEqualTo(items.get(1));
        assertThat(kept.get(1).toString()).isEqualTo(own);
    }

    @Test
    void keepsTheClientsBytesOnTheirWayToAnUpstreamOfTheSameForm() {
        var request = ResponsesRequests.read(bytes("{ \"model\":\"m\", \"input\":[{\"role\":\"user\",\"content\":"
            + "\"gr\\u00fc\\u00dfe 😀\",\"x\":{\"b\":1,\"a\":2}}],\"temperature\":1.0,\"max_output_tokens\":1e2,"
            + "\"provider\":{\"order\":[\"a\"]},\"models\":[\"b\"],\"new\":[1.50] }"));

        assertThat(text(Translation.passThrough(Form.OPENAI_RESPONSES).request(request, Samples.PRICED)))
            .isEqualTo("{ \"model\":\"gpt-5-mini\", \"input\":[{\"role\":\"user\",\"content\":"
                + "\"gr\\u00fc\\u00dfe 😀\",\"x\":{\"b\":1,\"a\":2}}],\"temperature\":1.0,\"max_output_tokens\":1e2,"
                + "\"new\":[1.50] }");
    }
}
