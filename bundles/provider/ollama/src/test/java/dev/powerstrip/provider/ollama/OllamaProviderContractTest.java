package dev.powerstrip.provider.ollama;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.StreamForm;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

class OllamaProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new OllamaProvider(8192, "10m", Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return Endpoint.of("ollama", "Ollama", "ollama/qwen3:8b", "qwen3:8b",
            JsonParser.parseString("{\"supported_parameters\":[\"tools\"]}").getAsJsonObject());
    }

    @Override
    protected StreamForm streamForm() {
        return StreamForm.jsonLines();
    }

    @Override
    protected String errorBody(String message) {
        return "{\"error\":\"%s\"}".formatted(message);
    }

    @Override
    protected String unknownEvent(Form form) {
        return "data: {\"novelty\":true,\"done\":false}\n\n";
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.FILES, ChatCase.AUDIO, ChatCase.SIGNATURES, ChatCase.CACHE);
    }
}
