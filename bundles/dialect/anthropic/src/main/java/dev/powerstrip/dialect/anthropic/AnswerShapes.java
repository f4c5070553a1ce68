package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.dialect.Shape;

/** What answers look like, for those who write clients. */
final class AnswerShapes {

    static final Shape ERROR = Shape.object()
        .needs("type", Shape.oneOf("error"), "Always error.")
        .needs("error", Shape.object()
            .needs("type", Shape.string(), "The kind of error in Anthropic's words.")
            .needs("message", Shape.string(), "What is wrong, and what to do.")
            .needs("error_type", Shape.string(), "The kind of error, the same word in every API of the gateway."),
            "The error.")
        .with("request_id", Shape.string(), "The id of the answer.")
        .named("AnthropicError");

    private static final Shape USAGE = Shape.object()
        .with("input_tokens", Shape.whole(0), "Tokens read.")
        .with("output_tokens", Shape.whole(0), "Tokens written.")
        .with("cache_read_input_tokens", Shape.whole(0), "Tokens that were remembered.")
        .with("cache_creation_input_tokens", Shape.whole(0), "Tokens that will be.")
        .with("cost", Shape.number(), "What it costs in US dollars; left out where no price is known.");

    static final Shape MESSAGE = Shape.object()
        .needs("id", Shape.string(), "The message's id.")
        .needs("type", Shape.oneOf("message"), "Always message.")
        .needs("role", Shape.oneOf("assistant"), "Always assistant.")
        .needs("model", Shape.string(), "The model that answered.")
        .with("provider", Shape.string(), "The provider that answered.")
        .needs("content", Shape.list(Shape.object().needs("type", Shape.string(), "text, thinking or tool_use.")),
            "What the model said, thought and called.")
        .with("stop_reason", Shape.string(), "Why it ended.")
        .with("stop_sequence", Shape.string(), "Where.")
        .needs("usage", USAGE, "The tokens counted, and what they cost.")
        .named("Message");

    static final Shape EVENT = Shape.object()
        .needs("type", Shape.string(), "What happened, such as content_block_delta.")
        .named("MessageEvent");

    static final Shape COUNT = Shape.object()
        .needs("input_tokens", Shape.whole(0), "How many tokens there are.")
        .named("TokenCount");

    static final Shape MODELS = Shape.object()
        .needs("data", Shape.list(Shape.object()
            .needs("type", Shape.oneOf("model"), "Always model.")
            .needs("id", Shape.string(), "The name to ask for it by.")
            .needs("display_name", Shape.string(), "What people call it.")
            .needs("created_at", Shape.string(), "When it came out.")), "The models.")
        .needs("has_more", Shape.flag(), "Always false.")
        .with("first_id", Shape.string(), "The first one's.")
        .with("last_id", Shape.string(), "The last one's.")
        .named("AnthropicModelList");

    private AnswerShapes() {}
}
