package dev.powerstrip.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the golden files, which are of one Claude, do not show. */
class ChatToConverseTest {

    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void asksNovaAndGptInTheirOwnWordsToThink() {
        assertThat(more("us.amazon.nova-2-lite-v1:0", "\"reasoning_effort\":\"xhigh\",\"top_k\":9")).hasToString(
            "{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"},\"inferenceConfig\":{\"topK\":9}}");
        assertThat(more("amazon.nova-2-lite-v1:0", "\"reasoning\":{\"effort\":\"none\"}"))
            .hasToString("{\"reasoningConfig\":{\"type\":\"disabled\"}}");
        assertThat(more("openai.gpt-oss-120b-1:0", "\"reasoning\":{\"enabled\":true}"))
            .hasToString("{\"reasoning_effort\":\"medium\"}");
        assertThat(said("meta.llama3-70b", "\"reasoning_effort\":\"low\"").has("additionalModelRequestFields"))
            .isFalse();
    }

    @Test
    void asksANewerClaudeForAnEffort() {
        var facts = "{\"reasoning\":{\"supported_efforts\":[\"low\",\"high\"],\"supports_max_tokens\":false}}";

        assertThat(said("global.anthropic.claude-x", facts, "\"reasoning\":{\"max_tokens\":4000},\"max_tokens\":5000")
            .get("additionalModelRequestFields"))
            .hasToString("{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"high\"}}");
    }

    @Test
    void letsAForcedToolWinOverThinking() {
        var forced = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\"";

        assertThat(said("anthropic.claude-x", forced + ",\"reasoning_effort\":\"low\"")
            .has("additionalModelRequestFields")).isFalse();
    }

    @Test
    void saysMetadataAsFarAsBedrockTakesIt() {
        assertThat(said("anthropic.claude-x", "\"metadata\":{\"team\":\"a b\",\"note\":\"Grüße\",\"empty\":\"\"}")
            .get("requestMetadata")).hasToString("{\"team\":\"a b\"}");
        assertThat(said("anthropic.claude-x", "\"metadata\":{\"team\":\"a\"},\"requestMetadata\":{\"own\":\"b\"}")
            .get("requestMetadata")).hasToString("{\"own\":\"b\"}");
        assertThat(said("anthropic.claude-x", "\"metadata\":{}").has("requestMetadata")).isFalse();
    }

    @Test
    void makesIdsThatMistralTakes() {
        var said = said("mistral.mistral-large-3", """
            "messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"call_abc","type":"function",
            "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_abc","content":"ok"}]""");

        var messages = said.getAsJsonArray("messages").toString();
        assertThat(messages).containsPattern("\"toolUse\":\\{\"toolUseId\":\"[a-zA-Z0-9]{9}\"")
            .doesNotContain("call_abc");
    }

    @Test
    void answersBySchemaThroughAToolWhereTheModelHasNoFormat() {
        var schema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{}}}";

        assertThat(said("amazon.nova-lite-v1:0", schema).getAsJsonObject("toolConfig").get("toolChoice"))
            .hasToString("{\"tool\":{\"name\":\"json\"}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "n|\"n\":2",
        "image_url.url|\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.org/a.png\"}}]}]",
        "messages[].role|\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]",
        "arguments|\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}]",
        "max_tokens|\"reasoning\":{\"max_tokens\":2000},\"max_tokens\":1500"})
    void refusesByNameWhatBedrockCannotBeAsked(String field, String fields) {
        var facts = "{\"reasoning\":{\"supports_max_tokens\":true}}";

        assertThatThrownBy(() -> said("anthropic.claude-x", facts, fields))
            .isInstanceOfSatisfying(GatewayException.class, error -> {
                assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST);
                assertThat(error.getMessage()).contains(field);
            });
    }

    private static JsonObject more(String nativeId, String fields) {
        return said(nativeId, fields).getAsJsonObject("additionalModelRequestFields");
    }

    private static JsonObject said(String nativeId, String fields) {
        return said(nativeId, "{}", fields);
    }

    private static JsonObject said(String nativeId, String facts, String fields) {
        var body = "{\"model\":\"m\",%s%s}".formatted(fields.contains("\"messages\"") ? "" : ASK + ",", fields);
        var request = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of("m"), false, ProviderPreferences.none());
        var endpoint = Endpoint.of("bedrock", "Amazon Bedrock", "m", nativeId,
            JsonParser.parseString(facts).getAsJsonObject());
        var said = new ChatToConverse(Clock.systemUTC()).request(request, endpoint);
        return JsonParser.parseString(new String(said, StandardCharsets.UTF_8)).getAsJsonObject();
    }
}
