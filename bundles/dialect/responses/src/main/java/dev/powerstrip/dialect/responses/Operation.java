package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.dialect.Shape;
import java.util.List;

/** What can be asked of this dialect, each by its HTTP route. */
enum Operation {
    RESPOND(Route.post("responses", "createResponse", "Answers a conversation.")
        .takes(ResponsesRequests.FIELDS).answers(AnswerShapes.RESPONSE).streams(AnswerShapes.EVENT)
        .failsAsModelsDo(AnswerShapes.ERROR)), //
    SHOW(ofResponse(Route.get("responses/{id}", "showResponse", "Shows a stored response."))
        .query("stream", Shape.oneOf("false"), "A stored response is not streamed.").answers(AnswerShapes.RESPONSE)), //
    DELETE(ofResponse(Route.delete("responses/{id}", "deleteResponse", "Deletes a stored response."))
        .answers(AnswerShapes.DELETED)), //
    INPUT_ITEMS(ofResponse(
        Route.get("responses/{id}/input_items", "listInputItems", "Lists what a stored response's model was given."))
        .query("order", Shape.oneOf("asc", "desc"), "Which comes first; the latest if left out.")
        .query("after", Shape.string(), "The id of the item before the page.")
        .query("limit", Shape.whole(1, InputItems.MOST), "How many to list.").answers(AnswerShapes.ITEMS)), //
    CANCEL(ofResponse(
        Route.post("responses/{id}/cancel", "cancelResponse", "Cancels a response that runs in the background."))
        .answers(AnswerShapes.RESPONSE));

    static final RouteTable<Operation> TABLE = RouteTable.of(List.of(values()), operation -> operation.route);

    private final Route route;

    Operation(Route route) {
        this.route = route;
    }

    private static Route ofResponse(Route route) {
        return route.variable("id", "The response's id.").failsAsLookupsDo(AnswerShapes.ERROR);
    }
}
