package dev.powerstrip.provider.bedrock;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import dev.powerstrip.sdk.testing.StreamForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Streams are encoded by Amazon's own library. */
class BedrockProviderContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new BedrockProvider("", Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(BedrockProvider.class, "bedrock").endpoint("anthropic/claude-sonnet-4.5");
    }

    @Override
    protected StreamForm streamForm() {
        return new StreamForm("application/vnd.amazon.eventstream", BedrockProviderContractTest::encoded);
    }

    private static byte[] encoded(String event) {
        var name = StreamForm.name(event);
        var type = name.endsWith("Exception") ? "exception" : "event";
        var headers = Map.of(":message-type", HeaderValue.fromString(type), ":" + type + "-type",
            HeaderValue.fromString(name), ":content-type", HeaderValue.fromString("application/json"));
        var bytes = new ByteArrayOutputStream();
        new Message(headers, StreamForm.data(event).getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return bytes.toByteArray();
    }

    @Override
    protected String errorBody(String message) {
        return "{\"message\":\"%s\"}".formatted(message);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "event: modelStreamErrorException\ndata: %s\n\n".formatted(errorBody(message));
    }

    @Override
    protected String unknownEvent(Form form) {
        return "event: novelty\ndata: {\"p\":\"abc\"}\n\n";
    }

    @Override
    protected String malformedEvent(Form form) {
        return "event: contentBlockDelta\ndata: {\"half\":\n\n";
    }
}
