package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.dialect.Shape;

/** What answers look like, for those who write clients. */
final class AnswerShapes {

    static final Shape ERROR = Shape.object()
        .needs("error", Shape.object()
            .needs("code", Shape.whole(), "The HTTP status.")
            .needs("message", Shape.string(), "What is wrong, and what to do.")
            .needs("type", Shape.string(), "The kind of error in OpenAI's words.")
            .needs("metadata", Shape.object().needs("error_type", Shape.string(), "The kind of error."),
                "More about it."),
            "The error.")
        .needs("error_type", Shape.string(), "The kind of error, the same word in every API of the gateway.")
        .named("ResponsesError");

    private static final Shape USAGE = Shape.object()
        .needs("input_tokens", Shape.whole(0), "Tokens read.")
        .needs("output_tokens", Shape.whole(0), "Tokens written.")
        .needs("total_tokens", Shape.whole(0), "Both together.")
        .with("cost", Shape.number(), "What it costs in US dollars; left out where no price is known.");

    static final Shape RESPONSE = Shape.object()
        .needs("id", Shape.string(), "The response's id.")
        .needs("object", Shape.oneOf("response"), "Always response.")
        .needs("created_at", Shape.number(), "When it came, in seconds since 1970.")
        .needs("status", Shape.string(), "completed, incomplete, failed, in_progress, queued or cancelled.")
        .with("error", Shape.object(), "Why it failed.")
        .with("incomplete_details", Shape.object(), "Why it is incomplete.")
        .needs("model", Shape.string(), "The model that answered.")
        .with("provider", Shape.string(), "The provider that answered.")
        .needs("output", Shape.list(Shape.object()
            .needs("type", Shape.string(), "message, reasoning, function_call or their like.")),
            "What the model said, thought and called.")
        .with("previous_response_id", Shape.string(), "The response that it went on from.")
        .with("store", Shape.flag(), "Whether it can be asked for again.")
        .with("background", Shape.flag(), "Whether its client did not wait for it.")
        .with("usage", USAGE, "The tokens counted, and what they cost.")
        .named("Response");

    static final Shape EVENT = Shape.object()
        .needs("type", Shape.string(), "What happened, such as response.output_text.delta.")
        .with("sequence_number", Shape.whole(0), "Which event it is.")
        .with("response", Shape.object(), "The response as it is now.")
        .with("delta", Shape.any(), "What is new.")
        .named("ResponseEvent");

    static final Shape DELETED = Shape.object()
        .needs("id", Shape.string(), "The response's id.")
        .needs("object", Shape.string(), "response.")
        .needs("deleted", Shape.flag(), "Always true.")
        .named("DeletedResponse");

    static final Shape ITEMS = Shape.object()
        .needs("object", Shape.oneOf("list"), "Always list.")
        .needs("data", Shape.list(Shape.object()), "The items of this page.")
        .with("first_id", Shape.string(), "The id of the first one.")
        .with("last_id", Shape.string(), "The id of the last one.")
        .needs("has_more", Shape.flag(), "Whether there are more.")
        .named("InputItems");

    private AnswerShapes() {}
}
