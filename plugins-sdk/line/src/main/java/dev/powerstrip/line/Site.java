package dev.powerstrip.line;

import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;

/**
 * A part of the gateway's URL space. The edge asks every site in turn, the one with the service property
 * {@code powerstrip.site=gateway} last, and gives an exchange to the first that accepts.
 */
public interface Site {

    /** The routes that it serves now, as {@code /openapi.json} describes them; it serves no others. */
    List<Route> routes();

    boolean accepts(RequestHead head);

    /** Serves an exchange to its end, on the exchange's own thread, which may block. */
    void serve(ClientExchange client) throws IOException;
}
