package dev.powerstrip.dialect.anthropic;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.Capability;
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

/** Speaks with Anthropic's clients. */
@Component(configurationPolicy = REQUIRE)
@PluginName("dialect.anthropic")
public final class AnthropicDialect implements Dialect {

    @Override
    public Form form() {
        return Form.ANTHROPIC_MESSAGES;
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
        return Operation.TABLE.called(head) == Operation.COUNT_TOKENS ? MessagesRequests.readToCount(body)
            : MessagesRequests.read(body);
    }

    /** A request to count stays as it is: who does not speak its form does not count it either. */
    @Override
    public ModelRequest canonical(ModelRequest request) {
        return request instanceof ChatRequest chat ? MessagesToChat.canonical(chat) : request;
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        return facts.request().capability() == Capability.COUNTING ? new CountWriter() : new MessagesWriter(facts);
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return ErrorEnvelope.answer(error, generationId);
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        Operation.TABLE.called(head);
        return ModelList.of(directory);
    }
}
