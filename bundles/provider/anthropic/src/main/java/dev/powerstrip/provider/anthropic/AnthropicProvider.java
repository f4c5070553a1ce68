package dev.powerstrip.provider.anthropic;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.translation.messages.ChatToMessages;
import java.time.Clock;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Claude through Anthropic's Messages. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.anthropic")
@UpstreamDefaults(baseUrl = "https://api.anthropic.com/v1", credential = "ANTHROPIC_API_KEY", name = "Anthropic")
public final class AnthropicProvider implements ChatProvider, TokenCounter {

    private static final String VERSION = "2023-06-01";

    private final Map<Form, Translation> translations;

    @Activate
    public AnthropicProvider() {
        this(Clock.systemUTC());
    }

    AnthropicProvider(Clock clock) {
        this.translations = Map.of(Form.ANTHROPIC_MESSAGES, Translation.passThrough(Form.ANTHROPIC_MESSAGES),
            Form.OPENAI_CHAT, new ChatToMessages(clock, new ChatToMessages.Service(true, true)));
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var translation = translations.get(request.form());
        var body = translation.request(request, attempt.endpoint());
        return attempt.exchange(post("messages", body, attempt), translation.reader(request, attempt.endpoint()));
    }

    @Override
    public ProviderResponse count(CountRequest request, Attempt attempt) {
        var body = ForwardedBody.of(request, attempt.endpoint()).toBytes();
        return attempt.exchange(post("messages/count_tokens", body, attempt), AnswerReader.of(Form.TOKEN_COUNT));
    }

    private static UpstreamRequest post(String path, byte[] body, Attempt attempt) {
        var upstream = UpstreamRequest.post(attempt.uri(path), body).header("anthropic-version", VERSION)
            .headers(attempt.headers());
        attempt.credential().ifPresent(key -> upstream.secretHeader("x-api-key", key));
        return upstream.build();
    }
}
