package dev.powerstrip.provider.anthropic;

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

/** Anthropic counts the tokens of its own models. */
class CountingTest {

    private final ProviderResponse.Exchange asked
        = asked("{ \"model\":\"anthropic/claude-sonnet-4.5\", \"provider\":{},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"gr\\u00fc\\u00dfe\"}],\"x\":1.0}");

    private static ProviderResponse.Exchange asked(String body) {
        var endpoint = ModelsFile.of(AnthropicProvider.class, "anthropic").endpoint("anthropic/claude-sonnet-4.5");
        var request = new CountRequest(Form.ANTHROPIC_MESSAGES, JsonView.parse(bytes(body)), List.of(endpoint.model()),
            ProviderPreferences.none());
        return (ProviderResponse.Exchange) new AnthropicProvider().count(request,
            TestAttempt.at(endpoint, URI.create("http://127.0.0.1:1")));
    }

    @Test
    void asksWithTheClientsBytes() {
        assertThat(asked.request().uri()).hasToString("http://127.0.0.1:1/messages/count_tokens");
        assertThat(asked.request().headers().first("anthropic-version")).hasValue("2023-06-01");
        assertThat(new String(asked.request().body(), StandardCharsets.UTF_8)).matches(
            "\\{ \"model\":\"claude-sonnet-4-5[-0-9]*\",\"messages\":\\[\\{\"role\":\"user\",\"content\":\"gr.*\"}],\"x\":1.0}");
    }

    @Test
    void handsTheCountOnAsItCameAndAsNoUseOfTheModel() {
        var chunks = new ArrayList<Chunk>();

        asked.reader().read(new Frame("", bytes("{\"input_tokens\": 14, \"new\": 1}"), true), chunks::add);

        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(chunk.data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"input_tokens\": 14, \"new\": 1}");
            assertThat(chunk.terminal()).isTrue();
            assertThat(chunk.usage()).contains(Usage.none());
        });
    }

    @Test
    void takesNothingElseForACount() {
        for (var body : List.of("{}", "[]", "{\"input_tokens\":\"many\"}", "<html>",
            "{\"error\":{\"message\":\"no\"}}")) {
            assertThatThrownBy(() -> asked.reader().read(new Frame("", bytes(body), true), chunk -> {})).as(body)
                .isInstanceOf(GatewayException.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
