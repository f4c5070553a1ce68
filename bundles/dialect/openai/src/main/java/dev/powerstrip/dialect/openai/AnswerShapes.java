package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import java.util.Arrays;

/** What answers look like, for those who write clients. */
final class AnswerShapes {

    static final Shape ERROR = Shape.object()
        .needs("error", Shape.object()
            .needs("code", Shape.whole(), "The HTTP status.")
            .needs("message", Shape.string(), "What is wrong, and what to do.")
            .with("availability", Shape.object(), "Whether and when to try again.")
            .needs("metadata", Shape.object().needs("error_type", Shape.oneOf(errorTypes()),
                "The kind of error, the same word in every API of the gateway."), "More about it."),
            "The error.")
        .named("OpenRouterError");

    private static final Shape USAGE = Shape.object()
        .needs("prompt_tokens", Shape.whole(0), "Tokens read.")
        .with("completion_tokens", Shape.whole(0), "Tokens written.")
        .needs("total_tokens", Shape.whole(0), "Both together.")
        .with("prompt_tokens_details", Shape.object(), "Which of the tokens read were cached, or no text.")
        .with("completion_tokens_details", Shape.object(), "Which of the tokens written were reasoning, or no text.")
        .with("cost", Shape.number(), "What the answer costs in US dollars; left out where no price is known.")
        .with("cost_details", Shape.object(), "How that is made up.");

    private static final Shape MESSAGE = Shape.object()
        .with("role", Shape.string(), "assistant.")
        .with("content", Shape.any(), "What the model says.")
        .with("refusal", Shape.string(), "Why the model does not answer.")
        .with("reasoning", Shape.string(), "What the model thought, as text.")
        .with("reasoning_details", Shape.list(Shape.object()), "The same in pieces that the next turn can send back.")
        .with("tool_calls", Shape.list(Shape.object()), "The tools that the model calls.")
        .with("images", Shape.list(Shape.object()), "Images that the model made.")
        .with("annotations", Shape.list(Shape.object()), "Where the model found what it says.");

    static final Shape CHAT = answer("chat.completion")
        .needs("choices", Shape.list(choice().needs("message", MESSAGE, "What the model says.")),
            "The answers; more than one if n asks for it.")
        .with("system_fingerprint", Shape.string(), "Which setup of the upstream answered.")
        .with("service_tier", Shape.string(), "In which tier the upstream answered.")
        .with("usage", USAGE, "The tokens counted, and what they cost.")
        .named("ChatCompletion");

    static final Shape CHAT_CHUNK = answer("chat.completion.chunk")
        .needs("choices", Shape.list(choice().with("delta", MESSAGE, "What is new.")),
            "What is new of each answer; empty where usage is told.")
        .with("usage", USAGE, "The tokens counted, and what they cost; in the last chunk.")
        .with("error", Shape.object(), "Why the answer breaks off here.")
        .with("debug", Shape.object(), "What was sent upstream, where debug asks for it.")
        .named("ChatCompletionChunk");

    static final Shape COMPLETION = answer("text_completion")
        .needs("choices", Shape.list(choice().needs("text", Shape.string(), "What the model says.")
            .with("reasoning", Shape.string(), "What the model thought, as text.")), "The answers.")
        .with("usage", USAGE, "The tokens counted, and what they cost.")
        .with("error", Shape.object(), "Why a stream breaks off here.")
        .named("Completion");

    static final Shape EMBEDDINGS = Shape.object()
        .needs("id", Shape.string(), "The id of the answer.")
        .with("object", Shape.oneOf("list"), "Always list.")
        .needs("model", Shape.string(), "The model that answered.")
        .needs("provider", Shape.string(), "The provider that answered.")
        .needs("data", Shape.list(Shape.object()
            .with("object", Shape.string(), "embedding.")
            .needs("embedding", Shape.either("an array of numbers or a string", Shape.list(Shape.number()),
                Shape.string()), "The vector: numbers, or bytes in base64.")
            .with("index", Shape.whole(0), "Which input it belongs to.")), "The vectors.")
        .with("usage", USAGE, "The tokens counted, and what they cost.")
        .named("Embeddings");

    static final Shape RANKING = Shape.object()
        .needs("id", Shape.string(), "The id of the answer.")
        .needs("model", Shape.string(), "The model that answered.")
        .needs("provider", Shape.string(), "The provider that answered.")
        .needs("results", Shape.list(Shape.object()
            .needs("index", Shape.whole(0), "Which document it is.")
            .needs("relevance_score", Shape.number(), "How well it answers the query; more is better.")
            .with("document", Shape.any(), "The document, where return_documents asks for it.")),
            "The documents, the best first.")
        .with("usage", Shape.object(), "What was counted, and what it costs.")
        .named("Ranking");

    static final Shape IMAGES = Shape.object()
        .with("created", Shape.whole(), "When they were made, in seconds since 1970.")
        .needs("data", Shape.list(Shape.object()
            .with("b64_json", Shape.string(), "The picture in base64.")
            .with("url", Shape.string(), "Where the picture is.")
            .with("revised_prompt", Shape.string(), "What the model was asked in the end.")), "The pictures.")
        .with("usage", Shape.object(), "What was counted, and what it costs.")
        .named("Images");

    /** A file of the format that was asked for. */
    static final Shape SOUND = Shape.any();

    static final Shape TRANSCRIPT = Shape.object()
        .needs("text", Shape.string(), "What was said.")
        .with("language", Shape.string(), "In which language.")
        .with("duration", Shape.number(), "How long it took to say, in seconds.")
        .with("segments", Shape.list(Shape.object()), "Who or what was said when.")
        .with("words", Shape.list(Shape.object()), "Each word, and when it was said.")
        .with("usage", Shape.object(), "What was counted, and what it costs.")
        .named("Transcript");

    static final Shape MODERATION = Shape.object()
        .needs("id", Shape.string(), "The id of the answer.")
        .needs("model", Shape.string(), "The model that judged.")
        .needs("results", Shape.list(Shape.object()
            .needs("flagged", Shape.flag(), "Whether it may do harm.")
            .with("categories", Shape.objectOf(Shape.any()), "Which kinds of harm it may do.")
            .with("category_scores", Shape.objectOf(Shape.any()), "How likely each of them is.")),
            "The judgements, one for each input.")
        .named("Moderation");

    /** What a stream of pictures, of sound or of what is said tells. */
    static final Shape MEDIA_EVENT = Shape.object()
        .with("type", Shape.string(), "What happened.")
        .with("usage", Shape.object(), "What was counted, and what it costs; in the last event.")
        .named("MediaEvent");

    private static final Shape ARCHITECTURE = Shape.object()
        .needs("modality", Shape.string(), "What goes in and comes out, such as text+image->text.")
        .needs("input_modalities", Shape.list(Shape.string()), "What can be sent.")
        .needs("output_modalities", Shape.list(Shape.string()), "What can come back.")
        .with("tokenizer", Shape.string(), "The family of its tokenizer.")
        .with("instruct_type", Shape.string(), "How prompts are laid out for it.");
    private static final Shape PRICING = Shape.objectOf(Shape.any());
    private static final String PRICE = "US dollars for a token, an image or a request, as texts.";

    private static final Shape ROW = Shape.object()
        .needs("id", Shape.string(), "The name to ask for it by.")
        .needs("canonical_slug", Shape.string(), "The name that stays the same for ever.")
        .needs("object", Shape.oneOf("model"), "Always model.")
        .needs("owned_by", Shape.string(), "Who made it.")
        .needs("name", Shape.string(), "What people call it.")
        .with("description", Shape.string(), "What it is.")
        .with("created", Shape.whole(), "When it came out, in seconds since 1970.")
        .with("context_length", Shape.whole(0), "How many tokens it can deal with at once.")
        .needs("architecture", ARCHITECTURE, "What goes in and comes out.")
        .with("pricing", PRICING, PRICE)
        .needs("top_provider", Shape.object(), "The limits at its cheapest endpoint.")
        .needs("supported_parameters", Shape.list(Shape.string()), "The request fields that mean something to it.")
        .needs("links", Shape.object(), "Where to read more.")
        .with("alias_target", Shape.object(), "The model that this name stands for now.");

    static final Shape MODELS = Shape.object()
        .needs("object", Shape.oneOf("list"), "Always list.")
        .needs("data", Shape.list(ROW), "The models of this page.")
        .needs("total_count", Shape.whole(0), "How many there are on all pages.")
        .needs("links", Shape.object().with("next", Shape.string(), "The path of the next page."), "Where to go on.")
        .named("ModelList");
    static final Shape MODEL = data(ROW, "The model.").named("Model");
    static final Shape COUNT = data(Shape.object().needs("count", Shape.whole(0), "How many."), "The count.")
        .named("ModelCount");

    static final Shape ENDPOINTS = data(Shape.object()
        .needs("id", Shape.string(), "The model's slug.")
        .needs("name", Shape.string(), "What people call it.")
        .with("created", Shape.whole(), "When it came out, in seconds since 1970.")
        .with("description", Shape.string(), "What it is.")
        .needs("architecture", ARCHITECTURE, "What goes in and comes out.")
        .needs("endpoints", Shape.list(Shape.object()
            .needs("name", Shape.string(), "Provider and model.")
            .needs("model_id", Shape.string(), "The model's slug.")
            .needs("provider_name", Shape.string(), "What people call the provider.")
            .needs("tag", Shape.string(), "The provider's id, as in provider.order.")
            .with("quantization", Shape.string(), "How its numbers are rounded.")
            .with("context_length", Shape.whole(0), "How many tokens it can deal with at once.")
            .with("max_completion_tokens", Shape.whole(0), "How many tokens it can write.")
            .with("pricing", PRICING, PRICE)
            .needs("supported_parameters", Shape.list(Shape.string()), "The request fields that mean something to it.")
            .with("data_policy", Shape.any(), "What the provider does with what it is told.")),
            "Who serves it, at which price."),
        "The model with its endpoints.").named("EndpointList");

    static final Shape PROVIDERS = data(Shape.list(Shape.object()
        .needs("name", Shape.string(), "What people call it.")
        .needs("slug", Shape.string(), "Its id, as in provider.order.")
        .with("privacy_policy_url", Shape.string(), "Its privacy policy.")
        .with("terms_of_service_url", Shape.string(), "Its terms of service.")
        .with("status_page_url", Shape.string(), "Where it tells how it is.")
        .with("headquarters", Shape.string(), "The country that it is at home in.")
        .with("datacenters", Shape.list(Shape.string()), "The countries that it computes in.")), "The providers.")
        .named("ProviderList");

    static final Shape KEY = data(Shape.object()
        .needs("label", Shape.string(), "The key's first and last characters.")
        .with("limit", Shape.number(), "Its spending limit; null is none.")
        .needs("usage", Shape.number(), "What it has spent in US dollars.")
        .needs("usage_daily", Shape.number(), "The same since 00:00 UTC.")
        .needs("usage_weekly", Shape.number(), "The same since Monday.")
        .needs("usage_monthly", Shape.number(), "The same since the first.")
        .needs("is_management_key", Shape.flag(), "Whether it manages instead of calling models.")
        .with("expires_at", Shape.string(), "When it ends."), "The key.")
        .named("KeyInfo");

    static final Shape GENERATION = data(Shape.object()
        .needs("id", Shape.string(), "The id of the answer.")
        .with("upstream_id", Shape.string(), "What the upstream called it.")
        .needs("request_id", Shape.string(), "What the client called the request, else the id of the answer.")
        .needs("created_at", Shape.string(), "When the request came, in ISO 8601.")
        .with("model", Shape.string(), "The model that answered.")
        .with("provider_name", Shape.string(), "The provider that answered.")
        .needs("streamed", Shape.flag(), "Whether it was streamed.")
        .needs("cancelled", Shape.flag(), "Whether the client hung up.")
        .needs("latency", Shape.number(), "How long it took, in milliseconds.")
        .with("generation_time", Shape.number(), "The same from the first token on.")
        .with("finish_reason", Shape.string(), "Why it ended.")
        .with("native_finish_reason", Shape.string(), "The same in the upstream's word.")
        .needs("tokens_prompt", Shape.whole(0), "Tokens read.")
        .needs("tokens_completion", Shape.whole(0), "Tokens written.")
        .with("total_cost", Shape.number(), "What it cost in US dollars; null where no price is known.")
        .needs("provider_responses", Shape.list(Shape.object()), "Every attempt, the first one first."),
        "What is remembered of the answer.").named("Generation");

    private AnswerShapes() {}

    private static String[] errorTypes() {
        return Arrays.stream(ErrorType.values()).map(ErrorType::word).distinct().toArray(String[]::new);
    }

    private static Shape answer(String kind) {
        return Shape.object()
            .needs("id", Shape.string(), "The id of the answer, as in X-Generation-Id.")
            .needs("object", Shape.oneOf(kind), "Always " + kind + ".")
            .needs("created", Shape.whole(), "When it came, in seconds since 1970.")
            .needs("model", Shape.string(), "The model that answered.")
            .needs("provider", Shape.string(), "The provider that answered.");
    }

    private static Shape choice() {
        return Shape.object()
            .with("index", Shape.whole(0), "Which of the answers it is.")
            .with("finish_reason", Shape.string(), "Why it ended: stop, length, tool_calls, content_filter or error.")
            .with("native_finish_reason", Shape.string(), "The same in the upstream's word.")
            .with("logprobs", Shape.object(), "How sure the model was of each token.");
    }

    private static Shape data(Shape shape, String words) {
        return Shape.object().needs("data", shape, words);
    }
}
