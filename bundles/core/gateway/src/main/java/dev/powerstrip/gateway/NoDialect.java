package dev.powerstrip.gateway;

import com.google.gson.JsonObject;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.Optional;

/** Stands in where no dialect accepts a request: says so, as OpenRouter words an error, to whoever is known. */
final class NoDialect implements ClientDialect {

    private final RequestHead head;
    private final boolean allAnswered;

    /** @param allAnswered whether there are dialects, and each could say that the request is not for it */
    NoDialect(RequestHead head, boolean allAnswered) {
        this.head = head;
        this.allAnswered = allAnswered;
    }

    private GatewayException refusal() {
        return allAnswered
            ? new GatewayException(ErrorType.NOT_FOUND, "there is no %s %s".formatted(head.method(), head.path()))
            : new GatewayException(ErrorType.UNAVAILABLE,
                "no dialect plugin is running that could say whether this is for it; see the gateway's log");
    }

    @Override
    public Revision revision() {
        throw refusal();
    }

    @Override
    public ModelRequest read(byte[] body, AnswerStore store) {
        throw refusal();
    }

    @Override
    public boolean asksModel() {
        return !head.method().equals("GET");
    }

    @Override
    public Optional<HttpAnswer> accepted(AnswerFacts facts) {
        throw refusal();
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        throw refusal();
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        throw refusal();
    }

    @Override
    public HttpAnswer lookup(Principal principal, Directory directory) {
        throw refusal();
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return envelope(error);
    }

    /** As OpenRouter words it. */
    static HttpAnswer envelope(GatewayException error) {
        var metadata = error.metadata();
        metadata.addProperty("error_type", error.type().word());
        var inner = new JsonObject();
        inner.addProperty("code", error.type().status());
        inner.addProperty("message", error.getMessage());
        inner.add("metadata", metadata);
        var body = new JsonObject();
        body.add("error", inner);
        return HttpAnswer.json(error.type().status(), body);
    }

    @Override
    public void close() {}
}
