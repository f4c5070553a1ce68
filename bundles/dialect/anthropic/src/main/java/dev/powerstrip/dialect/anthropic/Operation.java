package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import java.util.List;

/** What can be asked of this dialect, each by its HTTP route. */
enum Operation {
    MESSAGES(Route.post("messages", "createMessage", "Answers a conversation.")
        .header("anthropic-version", "The version of the API.")
        .header("anthropic-beta", "What is to be tried out; it goes on to the upstream.")
        .takes(MessagesRequests.FIELDS).answers(AnswerShapes.MESSAGE).streams(AnswerShapes.EVENT)
        .failsAsModelsDo(AnswerShapes.ERROR)), //
    COUNT_TOKENS(Route.post("messages/count_tokens", "countMessageTokens", "Counts the tokens of a conversation.")
        .header("anthropic-version", "The version of the API.")
        .takes(MessagesRequests.PROMPT.named("CountTokensRequest")).answers(AnswerShapes.COUNT)
        .failsAsModelsDo(AnswerShapes.ERROR)), //
    /** The OpenAI dialect has it, too; Anthropic's clients are known by the header that they all send. */
    MODELS(Route.get("models", "listModelsForAnthropic", "Lists the models that can be talked to now.")
        .needsHeader("anthropic-version", "Whoever sends it gets Anthropic's list.").answers(AnswerShapes.MODELS)
        .failsAsLookupsDo(AnswerShapes.ERROR));

    static final RouteTable<Operation> TABLE = RouteTable.of(List.of(values()), operation -> operation.route);

    private final Route route;

    Operation(Route route) {
        this.route = route;
    }
}
