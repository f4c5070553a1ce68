package dev.powerstrip.http;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** {@code /openapi.json}: describes what this gateway serves at the moment. */
final class Description implements Site {

    private static final RouteTable<Route> TABLE = RouteTable.of(
        Route.get("/openapi.json", "describe", "Describes all that this gateway serves now, as OpenAPI 3.1.")
            .openToAll().answers(Shape.object().needs("openapi", Shape.string(), "The version of OpenAPI.")));

    private final Sites sites;
    private final String version;

    /** @param version the gateway's */
    Description(Sites sites, String version) {
        this.sites = sites;
        this.version = version;
    }

    @Override
    public List<Route> routes() {
        return TABLE.routes();
    }

    @Override
    public boolean accepts(RequestHead head) {
        return TABLE.find(head).isPresent();
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        var routes = Stream.concat(sites.routes().stream(), Health.ROUTES.stream()).toList();
        client.answer(HttpAnswer.json(200, new OpenApi(version, routes).document()));
    }
}
