package dev.powerstrip.dialect.gemini;

import static dev.powerstrip.dialect.gemini.Samples.bytes;
import static dev.powerstrip.dialect.gemini.Samples.file;
import static dev.powerstrip.dialect.gemini.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and what they are in the canonical form stand in files under golden/. */
class GenerateToChatTest {

    private static final String HELLO = "\"contents\":[{\"parts\":[{\"text\":\"a\"}]}]";
    private static final JsonArray DETAILS = JsonParser.parseString("""
        [{"type":"reasoning.text","text":"für","signature":"EqQB+/x=","format":"anthropic-claude-v1","index":0}]""")
        .getAsJsonArray();

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    private static ChatRequest read(String json) {
        return GenerateRequests.read("up/m", false, bytes(json));
    }

    private static JsonView canonical(String json) {
        return GenerateToChat.canonical(read(json)).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"talk", "tools"})
    void saysARequestCanonically(String name) {
        var canonical = GenerateToChat.canonical(read(file(name + "-request.json")));

        assertThat(canonical.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(pretty.toJson(canonical.tree()) + "\n").isEqualTo(file(name + "-canonical.json"));
    }

    @Test
    void namesWhatItLeavesOut() {
        var request = read("{" + HELLO + ",\"generation_config\":{\"top_k\":4,\"speechConfig\":{\"a\":1}},"
            + "\"safetySettings\":[{}],\"toolConfig\":{\"retrievalConfig\":{\"languageCode\":\"de\"}}}");

        assertThat(GenerateToChat.canonical(request).dropped()).containsExactly("generation_config.speechConfig",
            "toolConfig.retrievalConfig");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unpacksThoughtsThatWereCarried(boolean urlSafe) {
        var signature = CarriedThoughts.signature(DETAILS);
        var sent = urlSafe ? signature.replace('+', '-').replace('/', '_') : signature;

        var said = canonical("""
            {"contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"für","thought":true},\
            {"functionCall":{"name":"f"},"thoughtSignature":"%s"}]},\
            {"parts":[{"functionResponse":{"name":"f","response":{}}}]}]}""".formatted(sent)).get("messages").items()
            .get(1);

        assertThat(said.get("reasoning").string()).contains("für");
        assertThat(text(said.get("reasoning_details").toBytes())).isEqualTo(DETAILS.toString());
        assertThat(text(said.get("tool_calls").toBytes())).doesNotContain("ignature");
    }

    @Test
    void keepsWhatTheGatewayKnowsOfTheRequest() {
        var request = GenerateRequests.read("up/m", true,
            bytes("{\"models\":[\"b/c\"],\"provider\":{\"only\":[\"x\"]}," + HELLO + "}"));

        var canonical = GenerateToChat.canonical(request);

        assertThat(canonical.models()).containsExactly("up/m", "b/c");
        assertThat(canonical.streamed()).isTrue();
        assertThat(canonical.preferences()).isEqualTo(request.preferences());
        assertThat(text(canonical.body().toBytes())).doesNotContain("provider", "models").contains("\"stream\":true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"thinkingConfig\":{\"thinkingBudget\":0} | \"reasoning\":{\"enabled\":false}",
        "\"thinkingConfig\":{\"thinkingBudget\":-1} | \"reasoning\":{\"enabled\":true}",
        "\"thinking_config\":{\"thinking_budget\":500} | \"reasoning\":{\"max_tokens\":500}",
        "\"thinkingConfig\":{\"thinkingLevel\":\"HIGH\"} | \"reasoning\":{\"effort\":\"high\"}",
        "\"thinkingConfig\":{\"includeThoughts\":true} | \"reasoning\":{\"enabled\":true}",
        "\"responseMimeType\":\"application/json\" | \"response_format\":{\"type\":\"json_object\"}",
        "\"response_mime_type\":\"application/json\",\"response_schema\":{\"type\":\"STRING\"} | \"response_format\":"
            + "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"string\"}}}",
        "\"max_output_tokens\":5 | \"max_tokens\":5"})
    void saysASettingInItsOtherWords(String setting, String canonical) {
        assertThat(text(canonical("{" + HELLO + ",\"generationConfig\":{" + setting + "}}").toBytes()))
            .isEqualTo("{\"model\":\"up/m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]," + canonical + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"mode\":\"AUTO\"} | \"auto\"", "{\"mode\":\"ANY\"} | \"required\"",
        "{\"mode\":\"NONE\"} | \"none\"", "{\"mode\":\"VALIDATED\"} | \"auto\"",
        "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]} | {\"type\":\"function\",\"function\":{\"name\":\"f\"}}"})
    void saysEveryModeOfCalling(String config, String choice) {
        var said
            = canonical("{" + HELLO + ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"},{\"name\":\"g\"}]}],"
                + "\"toolConfig\":{\"functionCallingConfig\":" + config + "}}");

        assertThat(text(said.get("tool_choice").toBytes())).isEqualTo(choice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"cachedContent\":\"cachedContents/1\" | cachedContent",
        "\"generationConfig\":{\"responseModalities\":[\"AUDIO\"]} | responseModalities",
        "\"generationConfig\":{\"responseMimeType\":\"text/x.enum\"} | responseMimeType"})
    void refusesByNameWhatOnlyGoogleCanDo(String field, String name) {
        assertRefused("{" + HELLO + "," + field + "}", name);
    }

    @Test
    void refusesAResultWithoutItsCall() {
        assertRefused("{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}]}",
            "functionCall");
    }

    private static void assertRefused(String json, String name) {
        assertThatThrownBy(() -> canonical(json)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST);
            assertThat(error.getMessage()).contains(name);
        });
    }

    @Test
    void keepsTheClientsBytesOnTheirWayToAnUpstreamOfTheSameForm() {
        var request = read(
            "{ \"model\":\"models/m\", \"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"gr\\u00fc\\u00dfe 😀\","
                + "\"x\":{\"b\":1,\"a\":2}}]}],\"provider\":{\"order\":[\"a\"]},\"generationConfig\":{\"temperature\":1.0},\"new\":[1.50] }");

        assertThat(text(Translation.passThrough(Form.GEMINI_GENERATE).request(request, Samples.PRICED))).isEqualTo(
            "{ \"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"gr\\u00fc\\u00dfe 😀\",\"x\":{\"b\":1,\"a\":2}}]}],"
                + "\"generationConfig\":{\"temperature\":1.0},\"new\":[1.50] }");
    }

    @Test
    void takesTheThoughtsOfOthersOutOnTheirWayToGemini() {
        var carried = CarriedThoughts.signature(DETAILS);
        var request = read("""
            {"contents":[{"role":"model","parts":[{"text":"a","thoughtSignature":"%s"},\
            {"functionCall":{"name":"f"},"thought_signature":"%s"},{"text":"b","thoughtSignature":"EqQB"}]}]}"""
            .formatted(carried, carried));

        assertThat(text(Translation.passThrough(Form.GEMINI_GENERATE).request(request, Samples.PRICED))).isEqualTo("""
            {"contents":[{"role":"model","parts":[{"text":"a"},\
            {"functionCall":{"name":"f"},"thought_signature":"skip_thought_signature_validator"},\
            {"text":"b","thoughtSignature":"EqQB"}]}]}""");
    }
}
