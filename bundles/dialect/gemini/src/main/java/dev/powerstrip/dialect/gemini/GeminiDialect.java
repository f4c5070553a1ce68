package dev.powerstrip.dialect.gemini;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.plugin.PluginName;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Speaks with the clients of Google's Gemini API. */
@Component(configurationPolicy = REQUIRE)
@PluginName("dialect.gemini")
public final class GeminiDialect implements Dialect {

    @Override
    public Form form() {
        return Form.GEMINI_GENERATE;
    }

    @Override
    public List<Route> routes() {
        return Operation.TABLE.routes();
    }

    /** All that is on Google's paths is ours, so that what we do not have is told in Google's words. */
    @Override
    public boolean accepts(RequestHead head) {
        return RequestHead.isOfGoogle(head.path());
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        return switch (Operation.called(head)) {
            case GENERATE -> GenerateRequests.read(Operation.model(head), false, body);
            case STREAM -> GenerateRequests.read(Operation.model(head), true, body);
            case EMBED -> EmbeddingRequests.one(Operation.model(head), body);
            case EMBED_ALL -> EmbeddingRequests.batch(Operation.model(head), body);
            case COUNT -> GenerateRequests.readToCount(Operation.model(head), body);
            case MODELS, MODEL -> throw new IllegalStateException("this route is looked up, not read");
        };
    }

    /**
     * Embeddings are in their canonical form as soon as they are read; a request to count stays as it is, as who does not
     * speak its form does not count it either.
     */
    @Override
    public ModelRequest canonical(ModelRequest request) {
        return request instanceof ChatRequest chat ? GenerateToChat.canonical(chat) : request;
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        return new GenerateWriter(facts, facts.request().streamed() ? new EventLayout() : new WholeLayout());
    }

    /** A stream is one JSON array unless events are asked for. */
    @Override
    public AnswerWriter writer(RequestHead head, AnswerFacts facts, AnswerStore store) {
        var capability = facts.request().capability();
        if (capability == Capability.EMBEDDINGS) {
            return new EmbeddingWriter(facts, Operation.called(head) == Operation.EMBED_ALL);
        }
        if (capability == Capability.COUNTING) {
            return new CountWriter();
        }
        boolean asArray = facts.request().streamed() && head.parameter("alt").filter("sse"::equals).isEmpty();
        return asArray ? new GenerateWriter(facts, new ArrayLayout()) : writer(facts);
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return ErrorEnvelope.answer(error, generationId);
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        if (!head.method().equals("GET")) {
            throw new GatewayException(ErrorType.METHOD_NOT_ALLOWED,
                "%s is not allowed on %s: use POST or GET".formatted(head.method(), head.path()))
                .with(RouteTable.ALLOW, "GET, POST");
        }
        return Operation.called(head) == Operation.MODELS ? ModelList.all(head, directory)
            : ModelList.one(Operation.model(head), directory);
    }
}
