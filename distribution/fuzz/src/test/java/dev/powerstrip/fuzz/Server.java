package dev.powerstrip.fuzz;

import com.google.gson.JsonParser;
import dev.powerstrip.provider.anthropic.AnthropicProvider;
import dev.powerstrip.provider.bedrock.BedrockProvider;
import dev.powerstrip.provider.cloudflare.CloudflareProvider;
import dev.powerstrip.provider.cohere.CohereProvider;
import dev.powerstrip.provider.compatible.CompatibleProvider;
import dev.powerstrip.provider.echo.EchoProvider;
import dev.powerstrip.provider.gemini.GeminiProvider;
import dev.powerstrip.provider.mistral.MistralProvider;
import dev.powerstrip.provider.ollama.OllamaProvider;
import dev.powerstrip.provider.openai.OpenAiProvider;
import dev.powerstrip.provider.openrouter.OpenRouterProvider;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.CountRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ModerationProvider;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import dev.powerstrip.sdk.testing.TestAttempt;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An adapter with an endpoint, and how what it answers looks on the wire. */
enum Server {

    OPENAI(new OpenAiProvider(), "openai.chat", "openai.embeddings"), //
    OPENAI_RESPONSES(new OpenAiProvider(), "openai.responses"), //
    ANTHROPIC(new AnthropicProvider(), "anthropic.messages"), //
    GEMINI(new GeminiProvider(), "gemini.generate"), //
    COHERE(new CohereProvider(), "openai.chat"), //
    MISTRAL(new MistralProvider(), "openai.chat"), //
    COMPATIBLE(new CompatibleProvider(), "openai.chat"), //
    OPENROUTER(new OpenRouterProvider(), "openai.chat"), //
    OLLAMA(new OllamaProvider(
        settings(OllamaProvider.Config.class, Map.of("contextLength", 0, "keepAlive", ""))), "openai.chat"), //
    CLOUDFLARE(new CloudflareProvider(settings(CloudflareProvider.Config.class, Map.of("account", ""))),
        "openai.chat"), //
    BEDROCK(new BedrockProvider(settings(BedrockProvider.Config.class, Map.of("region", "eu-central-1"))),
        "openai.chat"), //
    ECHO(new EchoProvider(settings(EchoProvider.Config.class, Map.of("firstTokenDelay", "PT0S", "pace", 0, "length", 0,
        "errorRate", 0.0))), "openai.chat");

    private final Provider provider;
    private final Endpoint endpoint;

    Server(Provider provider, String... forms) {
        this.provider = provider;
        this.endpoint = Endpoint.of("up", "Up", "up/m", "m", JsonParser.parseString("""
            {"forms":["%s"],"context_length":100000,"max_completion_tokens":9000,"pricing":{"prompt":"0.000001",\
            "completion":"0.000002","input_cache_read":"0.0000001","image":"0.001",\
            "audio":"0.00001","image_made":"0.04","character":"0.000015","second":"0.0001"},"reasoning":{"supported_efforts":\
            ["high","medium","low"],"supports_max_tokens":true}}""".formatted(String.join("\",\"", forms)))
            .getAsJsonObject());
    }

    private static <T> T settings(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName())));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The name by which documents are said to be its answers. */
    boolean named(String name) {
        return name.equals(name().toLowerCase(Locale.ROOT));
    }

    boolean speaks(Form form) {
        return endpoint.speaks(form);
    }

    /** What it does about a request; empty if it is asked for nothing of that kind. */
    Optional<ProviderResponse> ask(ModelRequest request) throws IOException {
        var attempt = TestAttempt.at(endpoint).withCredential("key").withHeader("anthropic-beta", "b");
        if (request instanceof ChatRequest chat && provider instanceof ChatProvider chats) {
            return Optional.of(chats.chat(chat, attempt));
        }
        if (request instanceof EmbeddingRequest embedding && provider instanceof EmbeddingProvider embeds) {
            return Optional.of(embeds.embed(embedding, attempt));
        }
        if (request instanceof RerankRequest rerank && provider instanceof RerankProvider reranks) {
            return Optional.of(reranks.rerank(rerank, attempt));
        }
        if (request instanceof ImageRequest pictures && provider instanceof ImageProvider images) {
            return Optional.of(images.generate(pictures, attempt));
        }
        if (request instanceof SpeechRequest speech && provider instanceof SpeechProvider speaks) {
            return Optional.of(speaks.speak(speech, attempt));
        }
        if (request instanceof TranscriptionRequest sound && provider instanceof TranscriptionProvider transcribes) {
            return Optional.of(transcribes.transcribe(sound, attempt));
        }
        if (request instanceof ModerationRequest moderation && provider instanceof ModerationProvider moderates) {
            return Optional.of(moderates.moderate(moderation, attempt));
        }
        if (request instanceof CountRequest count && provider instanceof TokenCounter counts
            && endpoint.speaks(request.form())) {
            return Optional.of(counts.count(count, attempt));
        }
        return Optional.empty();
    }
}
