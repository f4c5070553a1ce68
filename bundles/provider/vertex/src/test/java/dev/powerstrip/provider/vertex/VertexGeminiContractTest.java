package dev.powerstrip.provider.vertex;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** With an access token in the place of a service account. */
class VertexGeminiContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new VertexProvider("lab", "europe-west1",
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(VertexProvider.class, "vertex").endpoint("google/gemini-3-flash-preview");
    }

    @Override
    protected Path golden() {
        return super.golden().resolve("google");
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
