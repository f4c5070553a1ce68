package dev.powerstrip.dialect.openai;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.plugin.PluginName;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Speaks with OpenAI's clients, as OpenRouter does. */
@Component(configurationPolicy = REQUIRE)
@PluginName("dialect.openai")
public final class OpenAiDialect implements Dialect {

    @Override
    public Form form() {
        return Form.OPENAI_CHAT;
    }

    @Override
    public List<Route> routes() {
        return Operation.TABLE.routes();
    }

    /** A known route is ours whatever the method, so that a wrong method is told and not an unknown route. */
    @Override
    public boolean accepts(RequestHead head) {
        return Operation.TABLE.leadsTo(head);
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        return switch (Operation.TABLE.called(head)) {
            case COMPLETIONS -> CompletionRequests.read(body);
            case EMBEDDINGS -> EmbeddingRequests.read(body);
            case RERANK -> RerankRequests.read(body);
            case IMAGES -> ImageRequests.read(body);
            case SPEECH -> SpeechRequests.read(body);
            case TRANSCRIPTIONS -> TranscriptionRequests.read(head, body);
            case MODERATIONS -> ModerationRequests.read(body);
            default -> ChatRequests.read(body);
        };
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        return isCompletion(request) ? CompletionRequests.canonical((ChatRequest) request) : request;
    }

    private static boolean isCompletion(ModelRequest request) {
        return request.form().equals(CompletionRequests.FORM);
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        if (isCompletion(facts.request())) {
            return new CompletionWriter(facts);
        }
        return switch (facts.request().capability()) {
            case CHAT -> new ChatWriter(facts);
            case SPEECH -> new SoundWriter(facts);
            default -> facts.request().streamed() ? new EventWriter(facts) : new ListWriter(facts);
        };
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return ErrorEnvelope.answer(error);
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        return switch (Operation.TABLE.called(head)) {
            case MODELS -> ModelList.all(head, directory);
            case MODEL_COUNT -> ModelList.count(head, directory);
            case MODEL -> ModelList.one(Operation.slug(head), directory);
            case ENDPOINTS -> EndpointList.of(Operation.slug(head), directory);
            case PROVIDERS -> ProviderList.of(directory);
            case KEY, AUTH_KEY -> KeyInfo.of(principal, directory);
            case GENERATION -> Generation.of(head, principal, directory);
            case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, RERANK, IMAGES, SPEECH, TRANSCRIPTIONS, MODERATIONS ->
                throw new IllegalStateException("a POST route is read, not looked up");
        };
    }
}
