package dev.powerstrip.provider.cohere;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

class CohereProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new CohereProvider(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(CohereProvider.class, "cohere").endpoint("cohere/command-a-reasoning-08-2025");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"id\":\"e1\",\"message\":\"%s\"}".formatted(message);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"%s\"}}\n\n"
            .formatted(message);
    }

    @Override
    protected String unknownEvent(Form form) {
        return "event: debug\ndata: {\"type\":\"debug\",\"prompt\":\"x\"}\n\n";
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.FILES, ChatCase.AUDIO, ChatCase.SIGNATURES, ChatCase.CACHE);
    }
}
