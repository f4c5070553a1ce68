package dev.powerstrip.provider.openai;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ForwardedMedia;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.translation.responses.ChatToResponses;
import org.osgi.service.component.annotations.Component;

/** OpenAI through its chat completions, its Responses, and what it has for everything else. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.openai")
@UpstreamDefaults(baseUrl = "https://api.openai.com/v1", credential = "OPENAI_API_KEY", name = "OpenAI")
public final class OpenAiProvider implements ChatProvider, EmbeddingProvider, ForwardedMedia {

    private static final String REASONING_FORMAT = "openai-responses-v1";

    private final Translation completions = new ChatCompletions();
    private final Translation responses = new Responses();
    private final Translation chatToResponses = new ChatToResponses(REASONING_FORMAT);

    /** A model that has chat completions is asked through them, unless the client itself speaks Responses. */
    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        if (request.form().equals(Form.OPENAI_RESPONSES)) {
            return chat("responses", responses, request, attempt);
        }
        return attempt.endpoint().speaks(Form.OPENAI_CHAT) ? chat("chat/completions", completions, request, attempt)
            : chat("responses", chatToResponses, request, attempt);
    }

    private static ProviderResponse chat(String path, Translation translation, ChatRequest request, Attempt attempt) {
        var body = translation.request(request, attempt.endpoint());
        var upstream = UpstreamRequest.post(attempt.uri(path), body).headers(attempt.headers());
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.build(), translation.reader(request, attempt.endpoint()));
    }

    /** OpenRouter's {@code input_type} is none of OpenAI's. */
    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        var body = ForwardedBody.of(request, attempt.endpoint()).remove("input_type").toBytes();
        return exchange(UpstreamRequest.post(attempt.uri("embeddings"), body), request, attempt);
    }

    @Override
    public ProviderResponse exchange(UpstreamRequest.Builder upstream, ModelRequest request, Attempt attempt) {
        attempt.credential().ifPresent(upstream::bearer);
        return attempt.exchange(upstream.headers(attempt.headers()).build(), AnswerReader.of(request.form()));
    }
}
