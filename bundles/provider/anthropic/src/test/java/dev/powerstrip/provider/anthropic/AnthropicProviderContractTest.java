package dev.powerstrip.provider.anthropic;

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

class AnthropicProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new AnthropicProvider(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(AnthropicProvider.class, "anthropic").endpoint("anthropic/claude-sonnet-4.5");
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.AUDIO);
    }

    @Override
    protected String tooLongMessage() {
        return "prompt is too long: 208310 tokens > 200000 maximum";
    }

    @Override
    protected String errorBody(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"%s\"},\"request_id\":\"req_1\"}"
            .formatted(message);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "event: error\ndata: %s\n\n".formatted(errorBody(message));
    }

    @Override
    protected String unknownEvent(Form form) {
        return "event: novelty\ndata: {\"type\":\"novelty\",\"index\":0}\n\n";
    }
}
