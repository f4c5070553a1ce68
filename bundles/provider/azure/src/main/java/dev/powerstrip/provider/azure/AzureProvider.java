package dev.powerstrip.provider.azure;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedBody;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.translation.responses.ChatToResponses;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** OpenAI's models on Azure, by the v1 API or by deployments. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.azure")
@UpstreamDefaults(credential = "AZURE_OPENAI_API_KEY", name = "Azure", allowUnlisted = true)
@Designate(ocd = AzureProvider.Config.class)
public final class AzureProvider implements ChatProvider, EmbeddingProvider, ImageProvider,
    SpeechProvider, TranscriptionProvider {

    private static final String COMPLETIONS = "chat/completions";
    private static final String RESPONSES = "responses";
    private static final String JSON = "application/json";
    /** What Azure encrypted OpenAI itself cannot read. */
    private static final String REASONING_FORMAT = "azure-openai-responses-v1";

    private final Translation completions = Translation.passThrough(Form.OPENAI_CHAT);
    private final Translation responses = Translation.passThrough(Form.OPENAI_RESPONSES);
    private final Translation chatToResponses = new ChatToResponses(REASONING_FORMAT);
    private final String apiVersion;
    private final boolean entra;

    /** The keys of {@code etc/provider.azure.cfg.json} beside those that every provider has. */
    @ObjectClassDefinition(name = "Azure OpenAI")
    public @interface Config {

        @AttributeDefinition(
            description = "the version of the deployments' API, such as 2024-10-21; empty calls the v1 API, which has none"
        )
        String apiVersion() default "";

        @AttributeDefinition(description = "whether apiKey is a token of Microsoft Entra and no key of the resource")
        boolean entra() default false;
    }

    @Activate
    public AzureProvider(Config config) {
        this(config.apiVersion(), config.entra());
    }

    AzureProvider(String apiVersion, boolean entra) {
        this.apiVersion = apiVersion;
        this.entra = entra;
    }

    /** A model that has chat completions is asked through them, unless the client itself speaks Responses. */
    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        if (request.form().equals(Form.OPENAI_RESPONSES)) {
            return chat(RESPONSES, responses, request, attempt);
        }
        return attempt.endpoint().speaks(Form.OPENAI_CHAT) ? chat(COMPLETIONS, completions, request, attempt)
            : chat(RESPONSES, chatToResponses, request, attempt);
    }

    private ProviderResponse chat(String operation, Translation translation, ChatRequest request, Attempt attempt) {
        var reader = translation.reader(request, attempt.endpoint());
        return post(operation, JSON, translation.request(request, attempt.endpoint()), reader, attempt);
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return post("embeddings", JSON, ForwardedBody.of(request, attempt.endpoint()).remove("input_type").toBytes(),
            AnswerReader.of(request.form()), attempt);
    }

    @Override
    public ProviderResponse generate(ImageRequest request, Attempt attempt) {
        return post("images/generations", JSON, ForwardedBody.of(request, attempt.endpoint()).toBytes(),
            AnswerReader.of(request.form()), attempt);
    }

    @Override
    public ProviderResponse speak(SpeechRequest request, Attempt attempt) {
        return post("audio/speech", JSON, ForwardedBody.of(request, attempt.endpoint()).toBytes(),
            AnswerReader.of(request.form()), attempt);
    }

    @Override
    public ProviderResponse transcribe(TranscriptionRequest request, Attempt attempt) {
        var form = ForwardedBody.of(request, attempt.endpoint());
        return post("audio/transcriptions", form.contentType(), form.bytes(), AnswerReader.of(request.form()), attempt);
    }

    private ProviderResponse post(String operation, String contentType, byte[] body, AnswerReader reader,
        Attempt attempt) {
        var upstream = UpstreamRequest.post(uri(operation, attempt), contentType, body).headers(attempt.headers());
        attempt.credential().ifPresent(credential -> {
            if (entra) {
                upstream.bearer(credential);
            } else {
                upstream.secretHeader("api-key", credential);
            }
        });
        return attempt.exchange(upstream.build(), reader);
    }

    /** A model's native name is its deployment's, which Responses name in their body. */
    private URI uri(String operation, Attempt attempt) {
        if (apiVersion.isEmpty()) {
            return attempt.uri("openai/v1/" + operation);
        }
        var path = operation.equals(RESPONSES) ? operation
            : "deployments/%s/%s".formatted(escaped(attempt.endpoint().nativeId()), operation);
        return attempt.uri("openai/%s?api-version=%s".formatted(path, escaped(apiVersion)));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
