package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;

/** A request as it reaches a dialect. */
record ClientRequest(RequestHead head, byte[] body) {

    private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

    /** @param line such as {@code POST /v1/messages?beta=true}, and behind it the content type where it is not JSON */
    static ClientRequest of(String line, byte[] body) {
        var words = line.split(" ", 3);
        var target = (words.length < 2 ? "" : words[1]).split("\\?", 2);
        var headers = Headers.of("anthropic-version", "2023-06-01", "Content-Type",
            words.length < 3 ? "application/json" : header(words[2]));
        var head = new RequestHead(words[0], target[0], target.length < 2 ? "" : target[1], headers, CLIENT);
        return new ClientRequest(head, body);
    }

    /** No server hands on a header with characters that are none. */
    private static String header(String value) {
        return value.replaceAll("\\p{Cntrl}", "").strip();
    }
}
