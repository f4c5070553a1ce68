package dev.powerstrip.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    @Test
    void takesFourBytesOfThePromptForAToken() {
        assertThat(estimate("{\"model\":\"a-long-name-that-does-not-count\",\"system\":\"12345678\"}"))
            .isEqualTo("{\"input_tokens\":2,\"estimated\":true}");
        assertThat(estimate(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"1234567890\"}],\"tools\":[{\"name\":\"f\",\"n\":12}]}"))
            .isEqualTo("{\"input_tokens\":9,\"estimated\":true}");
        assertThat(estimate("{}")).isEqualTo("{\"input_tokens\":0,\"estimated\":true}");
    }

    @Test
    void takesAPictureForWhatModelsTakeForOneHoweverManyBytesItHas() {
        var picture = "{\"messages\":[{\"content\":[{\"data\":\"%s\"}]}]}";

        assertThat(estimate(picture.formatted("A".repeat(1_000_000)))).isEqualTo(estimate(picture.formatted("A"
            .repeat(2000)))).isEqualTo("{\"input_tokens\":1603,\"estimated\":true}");
        assertThat(estimate(picture.formatted("A word ".repeat(1000)))).isEqualTo(
            "{\"input_tokens\":1753,\"estimated\":true}");
    }

    private static String estimate(String body) {
        var request = new CountRequest(Form.ANTHROPIC_MESSAGES, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of("m"), ProviderPreferences.none());
        return new String(TokenEstimate.answer(request).data(), StandardCharsets.UTF_8);
    }
}
