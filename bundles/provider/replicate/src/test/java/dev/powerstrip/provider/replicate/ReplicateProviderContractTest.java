package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.FakeUpstream;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

class ReplicateProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new ReplicateProvider(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(ReplicateProvider.class, "replicate").endpoint("openai/gpt-5-mini");
    }

    /** A stream is one of three calls: the prediction is made, listened to, and asked for its tokens. */
    @Override
    protected void prepare(FakeUpstream upstream) {
        ScriptedPrediction.of("p1").madeFor(upstream, "\"stream\":true").endsWith(upstream, 12, 21);
    }

    @Override
    protected String errorBody(String message) {
        return "{\"title\":\"Some error\",\"detail\":\"%s\",\"status\":400}".formatted(message);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "event: error\ndata: {\"detail\":\"%s\"}\n\n".formatted(message);
    }

    @Override
    protected String unknownEvent(Form form) {
        return "event: logs\ndata: Running prediction\n\n";
    }

    @Override
    protected String malformedEvent(Form form) {
        return "event: done\ndata: {\"half\":\n\n";
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.TOOLS, ChatCase.PARALLEL_TOOLS, ChatCase.JSON_SCHEMA, ChatCase.FILES, ChatCase.AUDIO,
            ChatCase.REASONING, ChatCase.SIGNATURES, ChatCase.CACHE);
    }
}
