package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;

/** The fields that chat completions and text completions have in common. */
final class SharedFields {

    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 512;
    private static final Shape METADATA = Shape.objectOf(Shape.string(MAX_METADATA_VALUE))
        .and(SharedFields::checkMetadata);
    private static final Shape REASONING = Shape.object()
        .with("effort", Shape.string(), "How hard to think: none, minimal, low, medium, high or xhigh.")
        .with("max_tokens", Shape.any(), "How many tokens to think at most.")
        .with("exclude", Shape.any(), "Whether to leave the thoughts out of the answer.")
        .with("enabled", Shape.any(), "Whether to think at all.");
    private static final Shape FORMAT = Shape.object()
        .needs("type", Shape.text(), "text, json_object or json_schema.")
        .with("json_schema", Shape.object(), "The schema to keep to, with its name.")
        .and(SharedFields::checkFormat);

    private SharedFields() {}

    /**
     * These fields beside the gateway's, to which a kind of request adds its own.
     *
     * @param gateways {@link dev.powerstrip.sdk.dialect.GatewayFields#fields} or their like
     */
    static Shape with(Shape gateways) {
        return gateways
            .with("stream", Shape.flag(), "Whether the answer comes piece by piece, as server-sent events.")
            .with("stream_options", Shape.object().with("include_usage", Shape.flag(), "It is always told."),
                "How to stream.")
            .with("max_tokens", Shape.whole(1), "How many tokens to write at most.")
            .with("temperature", Shape.number(0, 2), "How freely to choose among likely tokens.")
            .with("top_p", Shape.number(0, 1), "Choose among the likeliest tokens that make up this share.")
            .with("top_k", Shape.whole(0), "Choose among so many of the likeliest tokens.")
            .with("min_p", Shape.number(0, 1), "Choose among tokens that are this likely, compared with the likeliest.")
            .with("top_a", Shape.number(0, 1), "The same by the square of the likeliest one's probability.")
            .with("frequency_penalty", Shape.number(-2, 2), "Avoid tokens the more often they were used.")
            .with("presence_penalty", Shape.number(-2, 2), "Avoid tokens that were used.")
            .with("repetition_penalty", Shape.number(0, 2), "Avoid tokens of the prompt, too.")
            .with("seed", Shape.whole(), "Answer the same way for the same number, as far as the model can.")
            .with("n", Shape.whole(1), "How many answers to give.")
            .with("stop", Shape.either("a string or an array of strings", Shape.string(), Shape.list(Shape.string())),
                "Where to end.")
            .with("logit_bias", Shape.objectOf(Shape.number(-100, 100)), "How much to prefer tokens, by their ids.")
            .with("metadata", METADATA, "Up to %d texts of the client's own.".formatted(MAX_METADATA))
            .with("include_reasoning", Shape.flag(), "An older word for reasoning.")
            .with("reasoning", REASONING, "How to think.")
            .with("reasoning_effort", Shape.string(), "Another word for reasoning.effort.")
            .with("verbosity", Shape.string(), "How much to say.")
            .with("structured_outputs", Shape.flag(), "Whether the answer has to keep to response_format.")
            .with("response_format", FORMAT, "What the answer has to look like.")
            .with("cache_control", Shape.object(), "What the upstream is to remember for the next request.")
            .with("prompt_cache_key", Shape.string(), "What requests have in common that begin alike.")
            .with("prompt_cache_options", Shape.object(), "How the upstream remembers prompts.")
            .with("web_search_options", Shape.object(), "How the upstream searches the web.")
            .with("x_search_filter", Shape.object(), "How the upstream searches X.")
            .with("usage", Shape.object(), "It is always told.")
            .with("user", Shape.string(), "Who of the client's users asks.")
            .with("safety_identifier", Shape.string(), "The same, as the upstream is told.")
            .with("service_tier", Shape.string(), "How fast and how dear the upstream is to be.")
            .with("route", Shape.string(), "OpenRouter's older word for trying several models.");
    }

    private static void checkMetadata(RequestField metadata) {
        var names = metadata.object().value().names();
        if (names.size() > MAX_METADATA) {
            throw metadata.wrong("must have at most %d fields".formatted(MAX_METADATA));
        }
        for (var name : names) {
            if (name.length() > MAX_METADATA_NAME) {
                throw metadata.wrong("must have names of at most %d characters".formatted(MAX_METADATA_NAME));
            }
        }
    }

    private static void checkFormat(RequestField format) {
        if (format.get("type").text().filter("json_schema"::equals).isPresent()) {
            format.get("json_schema").required().object();
        }
    }
}
