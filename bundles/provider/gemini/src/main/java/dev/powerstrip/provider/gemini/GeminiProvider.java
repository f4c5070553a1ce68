package dev.powerstrip.provider.gemini;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.InlinedMedia;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.translation.generate.ChatToGenerate;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Gemini through Google AI Studio's API. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.gemini")
@UpstreamDefaults(
    baseUrl = "https://generativelanguage.googleapis.com/v1beta",
    credential = "GEMINI_API_KEY",
    name = "Google AI Studio"
)
public final class GeminiProvider implements ChatProvider, TokenCounter {

    /** What this API fetches itself: its own files, and what is on YouTube. */
    private static final Pattern FETCHED = Pattern.compile(
        "https://(generativelanguage\\.googleapis\\.com/[^?#]*/files/|(www\\.)?youtube\\.com/|youtu\\.be/).*");

    private final Map<Form, Translation> translations;

    @Activate
    public GeminiProvider() {
        this(Clock.systemUTC());
    }

    GeminiProvider(Clock clock) {
        this.translations = Map.of(Form.GEMINI_GENERATE, Translation.passThrough(Form.GEMINI_GENERATE),
            Form.OPENAI_CHAT, new ChatToGenerate(clock, GeminiProvider::isFetched));
    }

    private static boolean isFetched(String url) {
        return FETCHED.matcher(url).matches();
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) throws IOException {
        var translation = translations.get(request.form());
        var method = request.streamed() ? "streamGenerateContent?alt=sse" : "generateContent";
        return attempt.exchange(post(method,
            translation.request(InlinedMedia.of(request, GeminiProvider::isFetched, attempt), attempt.endpoint()),
            attempt), translation.reader(request, attempt.endpoint()));
    }

    @Override
    public ProviderResponse count(CountRequest request, Attempt attempt) {
        var asked = new ChatRequest(request.form(), request.body(), request.models(), false, request.preferences());
        var body = translations.get(request.form()).request(asked, attempt.endpoint());
        return attempt.exchange(post("countTokens", CountTokens.request(body, attempt.endpoint()), attempt),
            new CountTokens());
    }

    private static UpstreamRequest post(String method, byte[] body, Attempt attempt) {
        var model = URLEncoder.encode(attempt.endpoint().nativeId(), StandardCharsets.UTF_8);
        var upstream = UpstreamRequest.post(attempt.uri("models/%s:%s".formatted(model, method)), body)
            .headers(attempt.headers());
        attempt.credential().ifPresent(key -> upstream.secretHeader("x-goog-api-key", key));
        return upstream.build();
    }
}
