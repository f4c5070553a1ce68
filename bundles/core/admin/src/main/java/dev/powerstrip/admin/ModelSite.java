package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code admin/models/refresh}: asks the providers what they list. */
@Component(service = Site.class, property = "powerstrip.site=admin")
public final class ModelSite implements Site {

    private static final RouteTable<Route> TABLE = RouteTable.of(
        Route.post("admin/models/refresh", "refreshModels",
            "Asks each provider that is on for its own list of models; needs a management key.")
            .answers(AnswerShapes.REFRESHED).failsAsLookupsDo(AnswerShapes.ERROR));

    private final Managers managers;
    private final Catalog catalog;

    @Activate
    public ModelSite(@Reference Authenticator authenticator, @Reference Catalog catalog) {
        this.managers = new Managers(authenticator);
        this.catalog = catalog;
    }

    static boolean owns(RequestHead head) {
        return TABLE.leadsTo(head);
    }

    @Override
    public List<Route> routes() {
        return TABLE.routes();
    }

    @Override
    public boolean accepts(RequestHead head) {
        return owns(head);
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        managers.admit(client.head());
        client.answer(TABLE.find(client.head()).isPresent() ? Answers.data(refreshed())
            : Answers.notAllowed(client.head(), "POST"));
    }

    private JsonArray refreshed() {
        var rows = new JsonArray();
        catalog.refresh().forEach((provider, outcome) -> {
            var row = new JsonObject();
            row.addProperty("provider", provider);
            row.addProperty("outcome", outcome);
            rows.add(row);
        });
        return rows;
    }
}
