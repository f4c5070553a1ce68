package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.RouteTable;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;

/** What can be asked of this dialect, each by its HTTP route. */
enum Operation {
    CHAT_COMPLETIONS(asking("chat/completions", "createChatCompletion", "Answers a conversation.")
        .takes(ChatRequests.FIELDS).answers(AnswerShapes.CHAT).streams(AnswerShapes.CHAT_CHUNK)), //
    COMPLETIONS(asking("completions", "createCompletion", "Goes on with a text, as models of the older kind did.")
        .takes(CompletionRequests.FIELDS).answers(AnswerShapes.COMPLETION).streams(AnswerShapes.COMPLETION)), //
    EMBEDDINGS(asking("embeddings", "createEmbeddings", "Turns texts into vectors.")
        .takes(EmbeddingRequests.FIELDS).answers(AnswerShapes.EMBEDDINGS)), //
    RERANK(asking("rerank", "rerank", "Orders documents by how well they answer a query.")
        .takes(RerankRequests.FIELDS).answers(AnswerShapes.RANKING)), //
    IMAGES(asking("images/generations", "createImages", "Makes pictures from words.")
        .takes(ImageRequests.FIELDS).answers(AnswerShapes.IMAGES).streams(AnswerShapes.MEDIA_EVENT)), //
    SPEECH(asking("audio/speech", "createSpeech", "Speaks a text.")
        .takes(SpeechRequests.FIELDS).answers("audio/*", AnswerShapes.SOUND).streams(AnswerShapes.MEDIA_EVENT)), //
    TRANSCRIPTIONS(asking("audio/transcriptions", "createTranscription", "Writes down what is said.")
        .takes(TranscriptionRequests.JSON_FIELDS).takes("multipart/form-data", TranscriptionRequests.FORM_FIELDS)
        .answers(AnswerShapes.TRANSCRIPT).streams(AnswerShapes.MEDIA_EVENT)), //
    MODERATIONS(asking("moderations", "createModeration", "Judges texts and pictures by what they may harm.")
        .takes(ModerationRequests.FIELDS).answers(AnswerShapes.MODERATION)), //
    MODEL_COUNT(ModelQuery.asked(lookup("models/count", "countModels", "Counts the models that are served now."))
        .answers(AnswerShapes.COUNT)), //
    MODELS(ModelQuery.asked(lookup("models", "listModels", "Lists the models that are served now."))
        .answers(AnswerShapes.MODELS)), //
    MODEL(ofModel(lookup("model/{author}/{+slug}", "showModel", "Tells of one model."))
        .answers(AnswerShapes.MODEL)), //
    ENDPOINTS(ofModel(lookup("models/{author}/{+slug}/endpoints", "listEndpoints", "Lists the endpoints of a model."))
        .answers(AnswerShapes.ENDPOINTS)), //
    PROVIDERS(lookup("providers", "listProviders", "Lists the providers that are on.")
        .answers(AnswerShapes.PROVIDERS)), //
    KEY(lookup("key", "showKey", "Tells a caller about its own key.").answers(AnswerShapes.KEY)), //
    AUTH_KEY(lookup("auth/key", "showKeyByOldName", "Tells a caller about its own key, under an older name.")
        .answers(AnswerShapes.KEY)), //
    GENERATION(lookup("generation", "showGeneration", "Tells what is remembered of one answer.")
        .needsQuery("id", Shape.text(), "The answer's id, as in its X-Generation-Id header.")
        .answers(AnswerShapes.GENERATION));

    static final RouteTable<Operation> TABLE = RouteTable.of(List.of(values()), operation -> operation.route);

    private final Route route;

    Operation(Route route) {
        this.route = route;
    }

    private static Route asking(String path, String id, String summary) {
        return Route.post(path, id, summary).failsAsModelsDo(AnswerShapes.ERROR);
    }

    private static Route lookup(String path, String id, String summary) {
        return Route.get(path, id, summary).failsAsLookupsDo(AnswerShapes.ERROR);
    }

    private static Route ofModel(Route route) {
        return route.variable("author", "Who made the model, such as openai.")
            .variable("slug", "The rest of its slug, such as gpt-4o; it may hold slashes.");
    }

    /** The model's slug in the path. */
    static String slug(RequestHead head) {
        return TABLE.variable(head, "author") + "/" + TABLE.variable(head, "slug");
    }
}
