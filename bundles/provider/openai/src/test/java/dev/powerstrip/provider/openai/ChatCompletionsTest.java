package dev.powerstrip.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCompletionsTest {

    private final ModelsFile models = ModelsFile.of(OpenAiProvider.class, "openai");
    private final ChatCompletions translation = new ChatCompletions();

    @Test
    void leavesEveryByteAsItCameButTheModel() {
        var body
            = " {\"messages\" : [ ],\"temperature\":1.50, \"x\":1e2 ,\"model\":\"openai/gpt-4o-mini\",\"max_tokens\":5}\n";

        assertThat(said(body, "openai/gpt-4o-mini"))
            .isEqualTo(
                "{\"messages\" : [ ],\"temperature\":1.50, \"x\":1e2 ,\"model\":\"gpt-4o-mini\",\"max_tokens\":5}");
    }

    @Test
    void keepsTheLimitThatIsSaidInOpenAisOwnWord() {
        assertThat(said("{\"max_tokens\":5,\"max_completion_tokens\":7}", "openai/o3"))
            .isEqualTo("{\"max_completion_tokens\":7,\"model\":\"o3\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {"{\"effort\":\"high\"} | openai/gpt-5 | high",
        "{\"effort\":\"max\"} | openai/gpt-5 | high", "{\"effort\":\"none\"} | openai/gpt-5 | minimal",
        "{\"effort\":\"minimal\"} | openai/gpt-5.1 | low", "{\"effort\":\"none\"} | openai/gpt-5.1 | none",
        "{\"enabled\":true} | openai/o3 | medium", "{\"enabled\":false} | openai/gpt-5.1 | none",
        "{\"max_tokens\":10} | openai/o3 | low", "{\"max_tokens\":50} | openai/o3 | medium",
        "{\"max_tokens\":90} | openai/o3 | high", "{\"max_tokens\":10} | openai/gpt-5 | minimal"})
    void saysReasoningAsTheNearestEffortThatTheModelKnows(String reasoning, String model, String effort) {
        assertThat(said("{\"max_completion_tokens\":100,\"reasoning\":" + reasoning + "}", model))
            .contains("\"reasoning_effort\":\"" + effort + "\"").doesNotContain("\"reasoning\"");
    }

    @Test
    void saysNoEffortWhereNoneIsAskedOrTheModelDoesNotReason() {
        assertThat(said("{\"reasoning\":{},\"include_reasoning\":true}", "openai/gpt-5")).doesNotContain("reasoning");
        assertThat(said("{\"reasoning\":{\"effort\":\"high\"}}", "openai/gpt-4o")).doesNotContain("reasoning");
    }

    @Test
    void passesAnEffortOnWhereNothingIsKnownOfTheModel() {
        var unlisted = Endpoint.of("openai", "OpenAI", "openai/new", "new", new JsonObject());

        assertThat(said("{\"reasoning\":{\"effort\":\"max\"}}", unlisted)).contains("\"reasoning_effort\":\"max\"");
    }

    @Test
    void prefersTheEffortThatIsSaidInOpenAisOwnWord() {
        assertThat(said("{\"reasoning\":{\"effort\":\"high\"},\"reasoning_effort\":\"low\"}", "openai/gpt-5"))
            .contains("\"reasoning_effort\":\"low\"").doesNotContain("high");
    }

    private String said(String body, String model) {
        return said(body, models.endpoint(model));
    }

    private String said(String body, Endpoint endpoint) {
        var request = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of(endpoint.model()), false, ProviderPreferences.none());
        return new String(translation.request(request, endpoint), StandardCharsets.UTF_8);
    }
}
