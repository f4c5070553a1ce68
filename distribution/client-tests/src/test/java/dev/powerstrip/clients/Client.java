package dev.powerstrip.clients;

import java.util.function.Consumer;

/** What a test asks of an official client, whichever it is. */
interface Client extends AutoCloseable {

    /** A whole answer. */
    Heard ask(String model, String text);

    /** A streamed answer, gathered. */
    Heard stream(String model, String text);

    /** A whole answer that calls the offered weather tool. */
    Heard useTool(String model);

    /** A streamed answer that calls the offered weather tool. */
    Heard streamTool(String model);

    /** The HTTP status and message that the client reports when the upstream refuses. */
    Failure fail(String model);

    /** Streams, and hangs up after the first text, which it tells of. */
    void hangUp(String model, Consumer<String> first);

    /** Lets go of what it holds; most hold nothing that outlives a test. */
    @Override
    default void close() {}

    /**
     * What a client read.
     *
     * @param finish its own word for why the answer ended
     */
    record Heard(String text, String tool, String arguments, String finish, long promptTokens, long completionTokens) {}

    record Failure(int status, String message) {}
}
