package dev.powerstrip.provider.gemini;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

class GeminiProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new GeminiProvider(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(GeminiProvider.class, "gemini").endpoint("google/gemini-3-flash-preview");
    }

    @Override
    protected String errorBody(String message) {
        return "{\"error\":{\"code\":500,\"message\":\"%s\",\"status\":\"INTERNAL\",\"details\":[]}}"
            .formatted(message);
    }

    @Override
    protected String unknownEvent(Form form) {
        return "data: {\"novelty\":{\"index\":0}}\n\n";
    }

    @Override
    protected String tooLongMessage() {
        return "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";
    }
}
