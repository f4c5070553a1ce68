package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.Shape;

/** What answers look like, for those who write clients. */
final class AnswerShapes {

    static final Shape ERROR = Shape.object()
        .needs("error", Shape.object()
            .needs("code", Shape.whole(), "The HTTP status.")
            .needs("message", Shape.string(), "What is wrong, and what to do.")
            .needs("status", Shape.string(), "The kind of error in Google's words.")
            .with("details", Shape.list(Shape.object()),
                "More about it; the reason of an ErrorInfo is the same word in every API of the gateway."),
            "The error.")
        .named("GeminiError");

    private static final Shape USAGE = Shape.object()
        .with("promptTokenCount", Shape.whole(0), "Tokens read.")
        .with("candidatesTokenCount", Shape.whole(0), "Tokens written.")
        .with("thoughtsTokenCount", Shape.whole(0), "Tokens thought.")
        .with("totalTokenCount", Shape.whole(0), "All together.");

    static final Shape ANSWER = Shape.object()
        .with("candidates", Shape.list(Shape.object()
            .with("content", Shape.object().with("parts", Shape.list(Shape.object()), "Texts, calls and thoughts."),
                "What the model says.")
            .with("finishReason", Shape.string(), "Why it ended.")
            .with("index", Shape.whole(0), "Which of the answers it is.")), "The answers.")
        .with("usageMetadata", USAGE, "The tokens counted.")
        .with("modelVersion", Shape.string(), "The model that answered.")
        .with("responseId", Shape.string(), "The answer's id.")
        .named("GenerateContentAnswer");
    static final Shape PIECES = Shape.list(ANSWER);

    static final Shape COUNT = Shape.object()
        .needs("totalTokens", Shape.whole(0), "How many tokens there are.")
        .named("GeminiTokenCount");

    private static final Shape VECTOR = Shape.object()
        .needs("values", Shape.list(Shape.number()), "The numbers.");
    static final Shape EMBEDDING = Shape.object()
        .needs("embedding", VECTOR, "The vector.")
        .with("usageMetadata", USAGE, "The tokens counted.")
        .named("ContentEmbedding");
    static final Shape EMBEDDINGS = Shape.object()
        .needs("embeddings", Shape.list(VECTOR), "The vectors, in the order of the requests.")
        .with("usageMetadata", USAGE, "The tokens counted.")
        .named("ContentEmbeddings");

    static final Shape MODEL = Shape.object()
        .needs("name", Shape.string(), "models/ and the slug to ask for it by.")
        .needs("displayName", Shape.string(), "What people call it.")
        .with("description", Shape.string(), "What it is.")
        .with("inputTokenLimit", Shape.whole(0), "How many tokens it can read.")
        .with("outputTokenLimit", Shape.whole(0), "How many it can write.")
        .needs("supportedGenerationMethods", Shape.list(Shape.string()), "What it can be asked.")
        .named("GeminiModel");
    static final Shape MODELS = Shape.object()
        .needs("models", Shape.list(MODEL), "The models of this page.")
        .with("nextPageToken", Shape.string(), "What the next page is asked for with.")
        .named("GeminiModelList");

    private AnswerShapes() {}
}
