package dev.powerstrip.gateway;

import dev.powerstrip.line.Revision;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.AnswerWriter;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.Optional;

/** The dialect of one exchange: the same revision from the first word to the last. */
interface ClientDialect extends AutoCloseable {

    Revision revision();

    /** @param store the caller's answers, those before this one and this one itself */
    ModelRequest read(byte[] body, AnswerStore store);

    boolean asksModel();

    /** What the client is told at once if it does not wait. */
    Optional<HttpAnswer> accepted(AnswerFacts facts);

    ModelRequest canonical(ModelRequest request);

    AnswerWriter writer(AnswerFacts facts);

    HttpAnswer error(GatewayException error, String generationId);

    HttpAnswer lookup(Principal principal, Directory directory);

    @Override
    void close();
}
