package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How one family of clients speaks to the gateway: which HTTP routes it has, how its requests are read, and how answers
 * and errors are said. Thread-safe; does no I/O.
 *
 * <p>Requests that ask a model walk the whole line. Any other looks something up, or changes what was kept.
 */
@ConsumerType
public interface Dialect {

    /** The form of its requests and answers. */
    Form form();

    /**
     * Its HTTP routes, as {@code /openapi.json} describes them, always the same. The gateway does not decide by them what the
     * dialect is asked: a dialect looks up in a {@link RouteTable} of the same routes what it {@link #accepts}, so that what it
     * does not describe it does not serve.
     */
    default List<Route> routes() {
        return List.of();
    }

    /** True if this request is for it, judged by path and headers. */
    boolean accepts(RequestHead head);

    /** True if a request that it accepted asks a model; false if it is a {@link #lookup}. */
    default boolean asksModel(RequestHead head) {
        return head.method().equals("POST");
    }

    /**
     * Reads a request that it accepted.
     *
     * @throws GatewayException naming the field, what is wrong with it and what was expected
     */
    ModelRequest read(RequestHead head, byte[] body);

    /**
     * Reads a request that may go on from an earlier answer; this is what the gateway calls. A dialect whose clients always
     * send the whole conversation leaves it as it is.
     *
     * @param store the caller's earlier answers
     * @throws GatewayException as {@link #read(RequestHead, byte[])}; {@code NOT_FOUND} if there is no such answer
     */
    default ModelRequest read(RequestHead head, byte[] body, AnswerStore store) {
        return read(head, body);
    }

    /**
     * Says its own request in the canonical form, for endpoints that do not speak its form. Where its form is the canonical
     * one this returns the request itself.
     *
     * @throws GatewayException if the request holds what the canonical form cannot say
     */
    ModelRequest canonical(ModelRequest request);

    /** A writer for one answer, whose chunks come in its own form or in the canonical one. */
    AnswerWriter writer(AnswerFacts facts);

    /**
     * A writer for one answer that looks as the request's head asks for (in Gemini's API a query parameter decides how a
     * stream is framed), or that the client may want to be kept; this is what the gateway calls. What is kept has to be kept
     * before the terminal chunk is said. A dialect that needs neither leaves it as it is.
     *
     * @param store where the caller's answers are kept
     */
    default AnswerWriter writer(RequestHead head, AnswerFacts facts, AnswerStore store) {
        return writer(facts);
    }

    /**
     * What the client is told at once if it does not wait for the answer; empty if it waits. The dialect {@link
     * AnswerStore#begin begins} the answer in the store then. The exchange goes on without its client: the writer's bytes are
     * lost, and it keeps the answer, or that there will be none, in the store. Asked before any endpoint is, where the answer
     * is not streamed.
     *
     * @param facts as far as they are known; the endpoint is the first that will be tried
     * @throws GatewayException if the answer cannot be begun
     */
    default Optional<HttpAnswer> accepted(AnswerFacts facts, AnswerStore store) {
        return Optional.empty();
    }

    /** An error instead of an answer. */
    HttpAnswer error(GatewayException error, String generationId);

    /**
     * Answers a request that it accepted and that {@link #asksModel asks no model}: looks something up, or changes what is
     * kept.
     *
     * @throws GatewayException if there is nothing to answer
     */
    HttpAnswer lookup(RequestHead head, Principal principal, Directory directory);
}
