package dev.powerstrip.provider.mistral;

import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

class MistralProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new MistralProvider(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(MistralProvider.class, "mistral").endpoint("mistralai/mistral-small-2603");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"object\":\"error\",\"message\":\"%s\",\"type\":\"some_error\",\"param\":null,\"code\":\"3051\"}"
            .formatted(message);
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.SIGNATURES);
    }
}
