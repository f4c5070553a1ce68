package dev.powerstrip.gateway;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A dialect that says chunks as they are. */
final class PlainDialect implements Dialect {

    /** A failure that it has no words for once an answer has begun. */
    static final String UNSPEAKABLE = "unspeakable";

    @Override
    public Form form() {
        return Form.OPENAI_CHAT;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post("plain", "askPlainly", "Asks plainly."));
    }

    @Override
    public boolean accepts(RequestHead head) {
        return head.route().equals("plain");
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        var json = JsonView.parse(body);
        if (json.get("bug").isTrue()) {
            throw new IllegalStateException("a bug with a prompt in it");
        }
        var model = json.get("model").string()
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST, "model is missing"));
        return new ChatRequest(Form.OPENAI_CHAT, json, List.of(model), json.get("stream").isTrue(),
            ProviderPreferences.none());
    }

    /** Goes on from the answer that it is told to. */
    @Override
    public ModelRequest read(RequestHead head, byte[] body, AnswerStore store) {
        var before = JsonView.parse(body).get("before").string();
        if (before.filter(id -> store.find(id).isEmpty()).isPresent()) {
            throw new GatewayException(ErrorType.NOT_FOUND, "there is no " + before.get());
        }
        return read(head, body);
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        return request;
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        return new AnswerWriter() {

            @Override
            public String contentType() {
                return facts.request().streamed() ? "text/event-stream" : "application/json";
            }

            @Override
            public byte[] write(Chunk chunk) {
                return chunk.data();
            }

            @Override
            public byte[] sent(byte[] body) {
                return ("sent: " + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public byte[] fail(GatewayException error) {
                return error.getMessage().equals(UNSPEAKABLE) ? new byte[0]
                    : ("failed: " + error.getMessage()).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public byte[] keepAlive() {
                return ":".getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** Who sends {@code later} does not wait. */
    @Override
    public Optional<HttpAnswer> accepted(AnswerFacts facts, AnswerStore store) {
        if (!facts.request().body().get("later").isTrue()) {
            return Optional.empty();
        }
        store.begin("kept", "begun".getBytes(StandardCharsets.UTF_8));
        return Optional.of(HttpAnswer.json(200, new JsonPrimitive("later")));
    }

    /** Keeps the last chunk, or the failure, by its own words. */
    @Override
    public AnswerWriter writer(RequestHead head, AnswerFacts facts, AnswerStore store) {
        var plain = writer(facts);
        return new AnswerWriter() {

            @Override
            public String contentType() {
                return plain.contentType();
            }

            @Override
            public byte[] write(Chunk chunk) {
                if (chunk.terminal()) {
                    store.keep("kept", chunk.data());
                }
                return plain.write(chunk);
            }

            @Override
            public byte[] sent(byte[] body) {
                return plain.sent(body);
            }

            @Override
            public byte[] fail(GatewayException error) {
                store.keep("kept", plain.fail(error));
                return plain.fail(error);
            }

            @Override
            public byte[] keepAlive() {
                return plain.keepAlive();
            }
        };
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return HttpAnswer.json(error.type().status(), new JsonPrimitive(error.getMessage()));
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        if (head.method().equals("PUT")) {
            var cancelled = directory.answers(principal).cancel("kept", "cancelled".getBytes(StandardCharsets.UTF_8));
            return HttpAnswer.json(200, new JsonPrimitive(cancelled));
        }
        return HttpAnswer.json(200, new JsonPrimitive(principal.label()));
    }
}
