package dev.powerstrip.gateway;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A dialect plugin, called across the boundary. */
final class LeasedDialect implements ClientDialect {

    private final Lease<Dialect> lease;
    private final RequestHead head;
    private AnswerStore store = AnswerStore.none();

    LeasedDialect(Lease<Dialect> lease, RequestHead head) {
        this.lease = lease;
        this.head = head;
    }

    @Override
    public Revision revision() {
        return lease.revision();
    }

    @Override
    public ModelRequest read(byte[] body, AnswerStore answers) {
        store = answers;
        return call(dialect -> dialect.read(head, body, answers));
    }

    @Override
    public boolean asksModel() {
        return call(dialect -> dialect.asksModel(head));
    }

    @Override
    public Optional<HttpAnswer> accepted(AnswerFacts facts) {
        return call(dialect -> dialect.accepted(facts, store));
    }

    @Override
    public ModelRequest canonical(ModelRequest request) {
        return call(dialect -> dialect.canonical(request));
    }

    @Override
    public AnswerWriter writer(AnswerFacts facts) {
        return new LeasedWriter(call(dialect -> dialect.writer(head, facts, store)));
    }

    @Override
    public HttpAnswer error(GatewayException error, String generationId) {
        return call(dialect -> dialect.error(error, generationId));
    }

    @Override
    public HttpAnswer lookup(Principal principal, Directory directory) {
        return call(dialect -> dialect.lookup(head, principal, directory));
    }

    @Override
    public void close() {
        lease.close();
    }

    private <R> R call(Lease.Call<Dialect, R> call) {
        try {
            return lease.call(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plugin's writer, called across the boundary. */
    private final class LeasedWriter implements AnswerWriter {

        private final AnswerWriter writer;

        LeasedWriter(AnswerWriter writer) {
            this.writer = writer;
        }

        @Override
        public String contentType() {
            return call(any -> writer.contentType());
        }

        @Override
        public byte[] write(Chunk chunk) {
            return call(any -> writer.write(chunk));
        }

        @Override
        public byte[] sent(byte[] body) {
            return call(any -> writer.sent(body));
        }

        @Override
        public byte[] fail(GatewayException error) {
            return call(any -> writer.fail(error));
        }

        @Override
        public byte[] keepAlive() {
            return call(any -> writer.keepAlive());
        }
    }
}
