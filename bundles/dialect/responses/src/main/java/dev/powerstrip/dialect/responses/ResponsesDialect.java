package dev.powerstrip.dialect.responses;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import com.google.gson.JsonArray;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.plugin.PluginName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Speaks with OpenAI's clients in their Responses API. */
@Component(configurationPolicy = REQUIRE)
@PluginName("dialect.responses")
public final class ResponsesDialect implements Dialect {

    @Override
    public Form form() {
        return Form.OPENAI_RESPONSES;
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
    public boolean asksModel(RequestHead head) {
        return head.method().equals("POST") && Operation.TABLE.find(head).filter(Operation.CANCEL::equals).isEmpty();
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        return read(head, body, AnswerStore.none());
    }

    /** Where the client goes on from an earlier answer, what was said before is put before its input. */
    @Override
    public ModelRequest read(RequestHead head, byte[] body, AnswerStore store) {
        Operation.TABLE.called(head);
        var request = ResponsesRequests.read(body);
        checkStore(request.body(), store);
        var previous = request.body().get("previous_response_id").string();
        return previous.isEmpty() ? request : continued(request, new StoredResponses(store).find(previous.get()));
    }

    private static void checkStore(JsonView body, AnswerStore store) {
        for (var name : List.of("store", "background")) {
            if (!store.keeps() && body.get(name).isTrue()) {
                throw unstored(name, "send \"%s\": false".formatted(name));
            }
        }
        if (!store.keeps() && body.get("previous_response_id").hasValue()) {
            throw unstored("previous_response_id", "send the whole conversation");
        }
        if (body.get("background").isTrue() && !store.begins()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "background: this gateway shares its database with "
                + "others, which could not say whether a response is still being made; take the answer as it comes");
        }
    }

    private static GatewayException unstored(String field, String remedy) {
        return new GatewayException(ErrorType.INVALID_REQUEST,
            "%s: this gateway stores no responses; %s, or have its operator set responseRetention in etc/ledger.cfg.json"
                .formatted(field, remedy));
    }

    private static ChatRequest continued(ChatRequest request, StoredResponse before) {
        if (before.inProgress()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "previous_response_id: that response is still in progress; ask for it until it is completed");
        }
        var body = request.body();
        var edit = new JsonEdit(body).setRaw(body, "input", before.continuedBy(body.get("input")));
        return request.in(Form.OPENAI_RESPONSES, JsonView.composed(edit.toBytes()));
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        return ResponsesToChat.canonical((ChatRequest) request);
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        return writer(facts, AnswerStore.none());
    }

    @Override
    public AnswerWriter writer(RequestHead head, AnswerFacts facts, AnswerStore store) {
        return writer(facts, store);
    }

    private static AnswerWriter writer(AnswerFacts facts, AnswerStore store) {
        return new ResponsesWriter(facts, new Memory(store, facts.request()));
    }

    @Override
    public Optional<HttpAnswer> accepted(AnswerFacts facts, AnswerStore store) {
        var memory = new Memory(store, facts.request());
        if (!memory.background()) {
            return Optional.empty();
        }
        var response = new ResponseObject(facts).json("in_progress", new JsonArray(), true);
        if (!memory.begin(ResponseObject.id(facts), response.toString().getBytes(StandardCharsets.UTF_8))) {
            throw new GatewayException(ErrorType.UNAVAILABLE,
                "the response cannot be stored right now, so it cannot run in the background; try again later");
        }
        return Optional.of(HttpAnswer.json(200, response));
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return ErrorEnvelope.answer(error);
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        var operation = Operation.TABLE.called(head);
        var id = Operation.TABLE.variable(head, "id");
        var stored = new StoredResponses(directory.answers(principal));
        return switch (operation) {
            case SHOW -> stored.show(id, head);
            case DELETE -> stored.delete(id);
            case INPUT_ITEMS -> InputItems.page(stored.find(id), head);
            case CANCEL -> stored.cancel(id);
            case RESPOND -> throw new IllegalStateException("this route is read, not looked up");
        };
    }
}
