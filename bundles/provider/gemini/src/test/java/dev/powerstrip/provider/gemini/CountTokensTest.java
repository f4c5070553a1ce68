package dev.powerstrip.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.sdk.testing.TestAttempt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Google counts the tokens of its own models. */
class CountTokensTest {

    private final ProviderResponse.Exchange asked
        = asked("{ \"contents\":[{\"parts\":[{\"text\":\"gr\\u00fc\\u00dfe\"}]}],"
            + "\"provider\":{},\"systemInstruction\":{\"parts\":[]}}");

    private static ProviderResponse.Exchange asked(String body) {
        var endpoint = ModelsFile.of(GeminiProvider.class, "gemini").endpoint("google/gemini-2.5-flash");
        var request = new CountRequest(Form.GEMINI_GENERATE, JsonView.parse(bytes(body)), List.of(endpoint.model()),
            ProviderPreferences.none());
        return (ProviderResponse.Exchange) new GeminiProvider().count(request,
            TestAttempt.at(endpoint, URI.create("http://127.0.0.1:1")));
    }

    @Test
    void asksWithTheClientsBytes() {
        assertThat(asked.request().uri()).hasToString("http://127.0.0.1:1/models/gemini-2.5-flash:countTokens");
        assertThat(asked.request().body()).asString(StandardCharsets.UTF_8).isEqualTo(
            "{\"generateContentRequest\":{ \"contents\":[{\"parts\":[{\"text\":\"gr\\u00fc\\u00dfe\"}]}],"
                + "\"systemInstruction\":{\"parts\":[]},\"model\":\"models/gemini-2.5-flash\"}}");
    }

    @Test
    void handsTheCountOnAsNoUseOfTheModel() {
        var chunks = new ArrayList<Chunk>();

        asked.reader().read(new Frame("", bytes("{\"totalTokens\": 31, \"new\": 1}"), true), chunks::add);

        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(chunk.data()).asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"totalTokens\": 31, \"new\": 1,\"input_tokens\":31}");
            assertThat(chunk.form()).isEqualTo(Form.TOKEN_COUNT);
            assertThat(chunk.usage()).contains(Usage.none());
        });
    }

    @Test
    void takesNothingElseForACount() {
        for (var body : List.of("{}", "[]", "{\"totalTokens\":\"many\"}", "<html>",
            "{\"error\":{\"message\":\"no\"}}")) {
            assertThatThrownBy(() -> asked.reader().read(new Frame("", bytes(body), true), chunk -> {})).as(body)
                .isInstanceOf(GatewayException.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
