package dev.powerstrip.gateway;

import dev.powerstrip.sdk.auth.Principal;
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
import java.util.List;

/** A dialect that fails in whatever it is asked. */
final class BrokenDialect implements Dialect {

    @Override
    public Form form() {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public List<Route> routes() {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public boolean accepts(RequestHead head) {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public ModelRequest read(RequestHead head, byte[] body) {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        throw new NoClassDefFoundError("acme/Missing");
    }

    @Override
    public HttpAnswer lookup(RequestHead head, Principal principal, Directory directory) {
        throw new NoClassDefFoundError("acme/Missing");
    }
}
