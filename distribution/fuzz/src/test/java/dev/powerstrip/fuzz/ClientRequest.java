package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;

/** A request as it reaches a dialect. */
record ClientRequest(RequestHead head, byte[] body) {

    private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

    /** @param line such as {@code POST /v1/messages?beta=true} */
    static ClientRequest of(String line, byte[] body) {
        int path = line.indexOf(' ') + 1;
        int query = line.indexOf('?', path);
        var head = new RequestHead(line.substring(0, Math.max(0, path - 1)),
            line.substring(path, query < 0 ? line.length() : query), query < 0 ? "" : line.substring(query + 1),
            Headers.of("anthropic-version", "2023-06-01"), CLIENT);
        return new ClientRequest(head, body);
    }
}
