package dev.powerstrip.admin;

import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;

/** The routes of a site, each with what answers it. */
final class Calls {

    private final RouteTable<Call> table;

    /** What answers a route. */
    interface Action {

        HttpAnswer answer(ClientExchange client, Principal manager) throws IOException;
    }

    record Call(Route route, Action action) {}

    Calls(Call... calls) {
        this.table = RouteTable.of(List.of(calls), Call::route);
    }

    static Call call(Route route, Action action) {
        return new Call(route.failsAsLookupsDo(AnswerShapes.ERROR), action);
    }

    List<Route> routes() {
        return table.routes();
    }

    boolean leadTo(RequestHead head) {
        return table.leadsTo(head);
    }

    /** What stands for a variable in the path, decoded. */
    String variable(RequestHead head, String name) {
        return table.variable(head, name);
    }

    HttpAnswer answer(ClientExchange client, Principal manager) throws IOException {
        var head = client.head();
        var called = table.find(head);
        if (called.isPresent()) {
            return called.get().action().answer(client, manager);
        }
        if (table.leadsTo(head)) {
            return Answers.notAllowed(head, String.join(", ", table.methods(head)));
        }
        throw new GatewayException(ErrorType.NOT_FOUND,
            "%s is no route of the gateway; plugins are at /api/v1/admin/plugins".formatted(head.path()));
    }
}
