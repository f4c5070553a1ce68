package dev.powerstrip.provider.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MistralListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new MistralProvider();
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return ModelsFile.of(MistralProvider.class, "mistral").endpoint(switch (form.name()) {
            case "openai.transcription" -> "mistralai/voxtral-mini-latest";
            case "openai.moderation" -> "mistralai/mistral-moderation-latest";
            default -> "mistralai/mistral-embed-2312";
        });
    }

    @Test
    void tellsWhichFieldsWereWrong() {
        var body = "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"user\"],\"msg\":\"Extra inputs\"}]}";

        assertThat(new MistralToChat(false, false, Clock.systemUTC()).refused(422, Headers.none(),
            body.getBytes(StandardCharsets.UTF_8))).hasMessage("body.user: Extra inputs");
    }
}
