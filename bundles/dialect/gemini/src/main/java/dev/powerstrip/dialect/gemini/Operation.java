package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;

/** What can be asked of this dialect, each by its HTTP route. */
enum Operation {
    GENERATE(asking("generateContent", "Answers a conversation.")
        .takes(GenerateRequests.FIELDS).answers(AnswerShapes.ANSWER)), //
    STREAM(asking("streamGenerateContent", "Answers a conversation piece by piece.")
        .query("alt", Shape.string(), "sse for server-sent events; else the pieces are one JSON array.")
        .takes(GenerateRequests.FIELDS).answers(AnswerShapes.PIECES).streams(AnswerShapes.ANSWER)), //
    COUNT(asking("countTokens", "Counts the tokens of a conversation.")
        .takes(GenerateRequests.TO_COUNT).answers(AnswerShapes.COUNT)), //
    EMBED(asking("embedContent", "Turns a content into a vector.")
        .takes(EmbeddingRequests.ONE).answers(AnswerShapes.EMBEDDING)), //
    EMBED_ALL(asking("batchEmbedContents", "Turns contents into vectors.")
        .takes(EmbeddingRequests.BATCH).answers(AnswerShapes.EMBEDDINGS)), //
    MODELS(Route.get(Operation.BASE + "models", "listModelsForGemini", "Lists the models that can be asked here now.")
        .query("pageSize", Shape.whole(0), "How many to list; all if left out.")
        .query("pageToken", Shape.string(), "The nextPageToken of another page.").answers(AnswerShapes.MODELS)
        .failsAsLookupsDo(AnswerShapes.ERROR)), //
    MODEL(ofModel(Route.get(Operation.BASE + "models/{+model}", "showModelForGemini", "Tells of one model."))
        .answers(AnswerShapes.MODEL).failsAsLookupsDo(AnswerShapes.ERROR));

    static final String BASE = "/v1beta/";
    static final RouteTable<Operation> TABLE = RouteTable.of(List.of(values()), operation -> operation.route);
    /** Whose models have names without an author here, as they have at Google. */
    private static final String AUTHOR = "google/";

    private final Route route;

    Operation(Route route) {
        this.route = route;
    }

    private static Route asking(String id, String summary) {
        return ofModel(Route.post(BASE + "models/{+model}:" + id, id, summary)).failsAsModelsDo(AnswerShapes.ERROR);
    }

    private static Route ofModel(Route route) {
        return route.variable("model", "The model's slug, which may hold slashes; without an author it is Google's.");
    }

    /** What a request on one of Google's paths asks for. */
    static Operation called(RequestHead head) {
        return TABLE.find(belowBase(head)).orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
            "there is no %s %s: what models are asked here is generateContent, streamGenerateContent, countTokens, "
                .formatted(head.method(), head.path())
                + "embedContent or batchEmbedContents, as in POST /v1beta/models/AUTHOR/NAME:generateContent; "
                + "GET /v1beta/models lists them"));
    }

    /** The slug of the model that a request names. */
    static String model(RequestHead head) {
        var name = TABLE.variable(belowBase(head), "model");
        return name.contains("/") ? name : AUTHOR + name;
    }

    /** Newer clients take another version for the same. */
    private static RequestHead belowBase(RequestHead head) {
        return head.path().startsWith(BASE) ? head
            : new RequestHead(head.method(), BASE + head.route(), head.query(), head.headers(), head.client());
    }
}
