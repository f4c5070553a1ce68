package dev.powerstrip.provider.vertex;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.translation.generate.ChatToGenerate;
import dev.powerstrip.translation.messages.ChatToMessages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiFunction;

/** Whose models these are: where they stand, what they are called with and in which forms. Thread-safe. */
final class Publisher {

    private static final String CLAUDE_VERSION = "vertex-2023-10-16";

    private final String name;
    private final String method;
    private final String streamMethod;
    private final boolean fetches;
    private final BiFunction<ChatRequest, byte[], byte[]> wording;
    private final Map<Form, Translation> translations;

    private Publisher(String name, String method, String streamMethod, boolean fetches,
        BiFunction<ChatRequest, byte[], byte[]> wording, Map<Form, Translation> translations) {
        this.name = name;
        this.method = method;
        this.streamMethod = streamMethod;
        this.fetches = fetches;
        this.wording = wording;
        this.translations = translations;
    }

    /** Gemini; Vertex itself fetches what is at an address. */
    static Publisher google(Clock clock) {
        return new Publisher("google", "generateContent", "streamGenerateContent?alt=sse", true, Labels::added,
            Map.of(Form.GEMINI_GENERATE, Translation.passThrough(Form.GEMINI_GENERATE), Form.OPENAI_CHAT,
                new ChatToGenerate(clock, url -> true)));
    }

    /** Claude, whose model stands in the path here and whose version in the body. */
    static Publisher anthropic(Clock clock) {
        return new Publisher("anthropic", "rawPredict", "streamRawPredict", false,
            (request, message) -> versioned(message),
            Map.of(Form.ANTHROPIC_MESSAGES, Translation.passThrough(Form.ANTHROPIC_MESSAGES), Form.OPENAI_CHAT,
                new ChatToMessages(clock, new ChatToMessages.Service(false, false))));
    }

    private static byte[] versioned(byte[] message) {
        return new JsonEdit(JsonView.composed(message)).remove("model").set("anthropic_version", CLAUDE_VERSION)
            .toBytes();
    }

    /** Whether Vertex itself gets what is at an address. */
    boolean fetches() {
        return fetches;
    }

    byte[] body(ChatRequest request, Endpoint endpoint) {
        return wording.apply(request, translations.get(request.form()).request(request, endpoint));
    }

    AnswerReader reader(ChatRequest request, Endpoint endpoint) {
        return translations.get(request.form()).reader(request, endpoint);
    }

    /** The end of the path; Claude's versions stand after an {@code @}. */
    String path(String model, boolean streamed) {
        return "%s/models/%s:%s".formatted(name,
            URLEncoder.encode(model, StandardCharsets.UTF_8).replace("%40", "@"), streamed ? streamMethod : method);
    }
}
