package dev.powerstrip.provider.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedTest {

    @Test
    void namesWhatCohereIsNotTold() {
        var body = """
            {"model":"m","logit_bias":{"7":1},"user":"u","reasoning":{"effort":"high"},"messages":[
            {"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
            {"type":"native","form":"anthropic.messages","value":{}}]},
            {"role":"assistant","content":"b","reasoning_details":[
            {"type":"reasoning.text","format":"anthropic-claude-v1","text":"c"}]}]}""";
        var request
            = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)), List.of("m"),
                false, ProviderPreferences.none());
        var endpoint = ModelsFile.of(CohereProvider.class, "cohere").endpoint("cohere/command-a-reasoning-08-2025");

        new ChatToCohere(Clock.systemUTC()).request(request, endpoint);

        assertThat(request.dropped()).containsExactly("logit_bias", "messages.content.cache_control",
            "messages.reasoning_details", "native:anthropic.messages", "user");
    }
}
