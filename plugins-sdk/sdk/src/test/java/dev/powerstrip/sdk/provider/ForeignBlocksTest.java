package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignBlocksTest {

    private static final Endpoint ENDPOINT = Endpoint.of("anthropic", "Anthropic", "anthropic/claude", "claude",
        new JsonObject());
    private static final String CARRIED = CarriedThoughts.signature(new JsonArray());
    private static final String OWN
        = "{ \"type\":\"thinking\", \"thinking\":\"\\u00fc\",\"signature\" : \"EqQB\" }, {\"type\":\"redacted_thinking\",\"data\":\"EqQC\"}";
    private static final String FOREIGN
        = "{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"" + CARRIED + "\"}";
    private static final String REDACTED = "{\"type\":\"redacted_thinking\",\"data\":\"" + CARRIED + "\"}";
    private static final String TEXT = "{\"type\":\"text\", \"text\":\"" + CARRIED + "\",\"n\":1.0}";

    @Test
    void areTakenOutAndNamedAndAllElseKeepsItsBytes() {
        var request
            = chat(" {\"role\":\"user\", \"content\":\"a\"},{\"role\":\"assistant\", \"content\": [%s, %s,%s ,%s]}"
                .formatted(FOREIGN, OWN, TEXT, REDACTED));

        assertThat(sent(request)).isEqualTo(
            "{\"model\":\"claude\", \"messages\":[ {\"role\":\"user\", \"content\":\"a\"},{\"role\":\"assistant\", \"content\": [%s,%s]}]}"
                .formatted(OWN.replace("}, {", "},{"), TEXT));
        assertThat(request.dropped()).containsExactly("messages.content.data", "messages.content.signature");
    }

    @Test
    void takeTheTurnWithThemOfWhichNothingIsLeft() {
        var request = chat("{\"role\":\"user\", \"content\":\"a\"}, {\"role\":\"assistant\",\"content\":[%s]},"
            .formatted(REDACTED)
            + "{\"role\":\"user\",\"content\":[]},{\"role\":\"assistant\", \"content\":[%s,%s] }"
                .formatted(FOREIGN, TEXT));

        assertThat(sent(request))
            .isEqualTo("{\"model\":\"claude\", \"messages\":[{\"role\":\"user\", \"content\":\"a\"},"
                + "{\"role\":\"user\",\"content\":[]},{\"role\":\"assistant\", \"content\":[%s] }]}".formatted(TEXT));
    }

    @Test
    void leaveARequestWithoutThemAsItIs() {
        var request = chat("{\"role\":\"assistant\", \"content\":[ %s ,%s ]} , {\"role\":\"user\",\"content\":null}"
            .formatted(OWN, TEXT));

        assertThat(sent(request)).isEqualTo(text(request.body()).replace("\"m\"", "\"claude\""));
        assertThat(request.dropped()).isEmpty();
    }

    @Test
    void areNotCountedEither() {
        var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":[%s,%s]}]}";
        var request = new CountRequest(Form.ANTHROPIC_MESSAGES, json(body.formatted(FOREIGN, TEXT)), List.of("m"),
            ProviderPreferences.none());

        assertThat(ForwardedBody.of(request, ENDPOINT).toBytes()).asString(StandardCharsets.UTF_8)
            .isEqualTo(
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"assistant\",\"content\":[%s]}]}".formatted(TEXT));
    }

    private static ChatRequest chat(String messages) {
        return new ChatRequest(Form.ANTHROPIC_MESSAGES, json("{\"model\":\"m\", \"messages\":[" + messages + "]}"),
            List.of("m"), false, ProviderPreferences.none());
    }

    private static JsonView json(String text) {
        return JsonView.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sent(ChatRequest request) {
        return new String(Translation.passThrough(Form.ANTHROPIC_MESSAGES).request(request, ENDPOINT),
            StandardCharsets.UTF_8);
    }

    private static String text(JsonView json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
