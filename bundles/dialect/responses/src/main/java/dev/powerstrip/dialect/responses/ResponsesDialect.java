package dev.powerstrip.dialect.responses;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.plugin.PluginName;
import org.osgi.service.component.annotations.Component;

/** Speaks with OpenAI's clients in their Responses API. */
@Component(configurationPolicy = REQUIRE)
@PluginName("dialect.responses")
public final class ResponsesDialect implements Dialect {

    @Override
    public Form form() {
        return Form.OPENAI_RESPONSES;
    }

    /** A known route is ours whatever the method, so that a wrong method is told and not an unknown route. */
    @Override
    public boolean accepts(RequestHead head) {
        return Route.of(head).isPresent();
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        return read(head, body, AnswerStore.none());
    }

    /** Where the client goes on from an earlier answer, what was said before is put before its input. */
    @Override
    public ModelRequest read(RequestHead head, byte[] body, AnswerStore store) {
        var route = Route.called(head);
        if (route == Route.CANCEL) {
            throw notCancelled(stored(route.id(head), store));
        }
        var request = ResponsesRequests.read(body);
        checkStore(request.body(), store);
        var previous = request.body().get("previous_response_id").string();
        return previous.isEmpty() ? request : continued(request, stored(previous.get(), store));
    }

    private static void checkStore(JsonView body, AnswerStore store) {
        if (store.keeps()) {
            return;
        }
        if (body.get("store").isTrue()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "store: this gateway stores no responses; send "
                + "\"store\": false, or have its operator set responseRetention in etc/ledger.cfg.json");
        }
        if (body.get("previous_response_id").hasValue()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "previous_response_id: this gateway stores no "
                + "responses; send the whole conversation, or have its operator set responseRetention in "
                + "etc/ledger.cfg.json");
        }
    }

    private static GatewayException notCancelled(StoredResponse stored) {
        return new GatewayException(ErrorType.INVALID_REQUEST,
            "the response is %s: only one that runs in the background can be cancelled, end others by hanging up"
                .formatted(stored.response().get("status").string().orElse("completed")));
    }

    private static ChatRequest continued(ChatRequest request, StoredResponse before) {
        var body = request.body();
        var edit = new JsonEdit(body).setRaw(body, "input", before.continuedBy(body.get("input")));
        return request.in(Form.OPENAI_RESPONSES, JsonView.parse(edit.toBytes()));
    }

    private static StoredResponse stored(String id, AnswerStore store) {
        return store.find(id).map(StoredResponse::parse).orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
            "there is no such response: it was not stored, was deleted, is too old, or belongs to another key"));
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
    public HttpAnswer error(GatewayException error, String generationId) {
        return ErrorEnvelope.answer(error);
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        var route = Route.called(head);
        var store = directory.answers(principal);
        return switch (route) {
            case RESPONSE -> head.method().equals("DELETE") ? deleted(route.id(head), store)
                : response(head, stored(route.id(head), store));
            case INPUT_ITEMS -> InputItems.page(stored(route.id(head), store), head);
            case RESPONSES, CANCEL -> throw new IllegalStateException("a POST route is read, not looked up");
        };
    }

    private static HttpAnswer response(RequestHead head, StoredResponse stored) {
        if (head.parameter("stream").filter("true"::equals).isPresent()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "stream: only a response that runs in the background is streamed later; leave it out");
        }
        return new HttpAnswer(200, Headers.of("Content-Type", "application/json"), stored.response().toBytes());
    }

    private static HttpAnswer deleted(String id, AnswerStore store) {
        stored(id, store);
        store.delete(id);
        var deleted = new JsonObject();
        deleted.addProperty("id", id);
        deleted.addProperty("object", "response");
        deleted.addProperty("deleted", true);
        return HttpAnswer.json(200, deleted);
    }
}
