package dev.powerstrip.sdk.testing;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * How an upstream's streams look on the wire. Golden files write every stream as server-sent events, so that it can be
 * reviewed; this says what becomes of each event.
 *
 * @param contentType of the streams
 * @param event the bytes of one event, given its text with the blank line after it
 */
public record StreamForm(String contentType, Function<String, byte[]> event) {

    private static final String SERVER_SENT = "text/event-stream";

    /** Server-sent events, as the files have them. */
    public static StreamForm serverSentEvents() {
        return new StreamForm(SERVER_SENT, text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** One JSON value a line: the events' data. */
    public static StreamForm jsonLines() {
        return new StreamForm("application/x-ndjson",
            text -> (data(text) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the streams are server-sent events, whose lines may end in more than one way. */
    boolean serverSent() {
        return contentType.equals(SERVER_SENT);
    }

    /** The name of an event; empty if it has none. */
    public static String name(String event) {
        return field(event, "event: ");
    }

    /** The data of an event of one data line. */
    public static String data(String event) {
        return field(event, "data: ");
    }

    private static String field(String event, String name) {
        return event.lines().filter(line -> line.startsWith(name)).map(line -> line.substring(name.length()))
            .findFirst().orElse("");
    }

    /** A stream of these events, complete or not. */
    public Reply reply(String events) {
        var reply = Reply.chunked(200, contentType);
        for (var text : events.split("(?<=\n\n)")) {
            if (!text.isEmpty()) {
                reply = reply.bytes(event.apply(text));
            }
        }
        return reply;
    }
}
