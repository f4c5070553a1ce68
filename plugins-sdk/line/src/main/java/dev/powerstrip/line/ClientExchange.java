package dev.powerstrip.line;

import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;

/**
 * One client's HTTP exchange, as the edge gives it to a site. Belongs to the exchange's thread; its output may be used by
 * one other thread at a time, guarded by a lock of the user's.
 */
public interface ClientExchange {

    RequestHead head();

    /**
     * The whole body.
     *
     * @param limit in bytes
     * @throws dev.powerstrip.sdk.error.GatewayException if it is larger, or comes too slowly
     * @throws ClientGoneException if the client broke off
     */
    byte[] body(long limit) throws IOException;

    /** Sends a whole answer. */
    void answer(HttpAnswer answer) throws IOException;

    /** Begins an answer whose body follows; goes out with the first bytes. */
    void begin(int status, Headers headers);

    /**
     * Sends bytes of the body and flushes them.
     *
     * @throws ClientGoneException if the client hung up
     * @throws ClientStalledException if it read nothing for the write timeout
     */
    void write(byte[] bytes) throws IOException;

    /** Sends the last bytes of the body, in one write with the answer's end. */
    void end(byte[] bytes) throws IOException;

    /** Breaks the connection off, so that the client cannot take a part of an answer for the whole. */
    void abort();

    /**
     * Runs an action once, as soon as the client is known to have hung up; at once if that is known already. The action
     * must not block. It never runs after the exchange has ended.
     */
    void onHangUp(Runnable action);
}
