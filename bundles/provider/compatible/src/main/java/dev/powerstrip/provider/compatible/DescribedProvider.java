package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedMedia;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.util.Map;

/** One vendor, spoken to as its descriptor says. Thread-safe. */
final class DescribedProvider implements ChatProvider, EmbeddingProvider, RerankProvider, ForwardedMedia {

    private final String chatPath;
    private final String authHeader;
    private final String authScheme;
    private final Map<String, String> headers;
    private final Translation translation;
    private final MessageRules messages;
    private final AnswerRules answers;
    private final ErrorRules errors;

    private DescribedProvider(Fields fields) {
        var auth = fields.object("auth");
        this.authHeader = auth.text("header", "Authorization");
        this.authScheme = auth.text("scheme", auth.has("header") ? "" : "Bearer");
        auth.done();
        this.chatPath = fields.text("chatPath", "chat/completions");
        this.headers = fields.texts("headers");
        var request = fields.object("request");
        this.translation = Translation.passThrough(Form.OPENAI_CHAT, new RequestRules(request));
        this.messages = new MessageRules(request.object("messages"), request.list("tools"));
        this.answers = new AnswerRules(fields.object("answer"));
        this.errors = new ErrorRules(fields.object("errors"));
    }

    /** @throws IllegalArgumentException naming the first field that is unknown or wrong */
    static DescribedProvider of(ProviderDescriptor descriptor) {
        var fields = new Fields(descriptor.json());
        fields.readElsewhere("engine", "name", "baseUrl", "baseUrlExample", "credential", "allowUnlisted",
            "needsFile");
        fields.text("about", "");
        var provider = new DescribedProvider(fields);
        fields.done();
        return provider;
    }

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var body = messages.apply(translation.request(request, attempt.endpoint()), request);
        var reader = new DescribedReader(answers, errors, hidesThoughts(request.body()));
        return exchange(UpstreamRequest.post(attempt.uri(chatPath), body), reader, attempt);
    }

    private static boolean hidesThoughts(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }

    @Override
    public ProviderResponse embed(EmbeddingRequest request, Attempt attempt) {
        return forward("embeddings", request, attempt);
    }

    @Override
    public ProviderResponse rerank(RerankRequest request, Attempt attempt) {
        return forward("rerank", request, attempt);
    }

    @Override
    public ProviderResponse exchange(UpstreamRequest.Builder upstream, ModelRequest request, Attempt attempt) {
        return exchange(upstream, new DescribedListReader(request.form(), errors), attempt);
    }

    private ProviderResponse exchange(UpstreamRequest.Builder upstream, AnswerReader reader, Attempt attempt) {
        upstream.headers(attempt.headers());
        headers.forEach((name, value) -> {
            if (attempt.headers().first(name).isEmpty()) {
                upstream.header(name, value);
            }
        });
        attempt.credential().ifPresent(credential -> upstream.secretHeader(authHeader, spoken(credential)));
        return attempt.exchange(upstream.build(), reader);
    }

    private Secret spoken(Secret credential) {
        return authScheme.isEmpty() ? credential : credential.use(value -> Secret.of(authScheme + " " + value));
    }
}
