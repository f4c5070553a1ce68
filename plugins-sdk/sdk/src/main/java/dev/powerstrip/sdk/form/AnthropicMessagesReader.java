package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Taps Anthropic Messages; a stream's terminal event is {@code message_stop}. */
final class AnthropicMessagesReader implements AnswerReader {

    private long input;
    private long cacheRead;
    private long cacheWritten;
    private long cacheWrittenForAnHour;
    private long searches;
    private long output;
    private long thinking;

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        var type = json.get("type").string().orElse("");
        switch (type) {
            case "error" -> throw UpstreamErrors.inBody(json.get("error"));
            case "message" -> chunks.accept(message(frame, json));
            case "" -> throw nonsense("it has no \"type\"", null);
            default -> chunks.accept(event(type, frame, json));
        }
    }

    private Chunk message(Frame frame, JsonView json) {
        var chunk = Chunk.whole(Form.ANTHROPIC_MESSAGES, frame.data()).json(json)
            .content(() -> json.get("content").items().stream().flatMap(AnthropicMessagesReader::texts)
                .collect(Collectors.joining()));
        count(json.get("usage"));
        finish(json, chunk);
        return chunk.usage(usage()).build();
    }

    private Chunk event(String type, Frame frame, JsonView json) {
        var chunk = Chunk.piece(Form.ANTHROPIC_MESSAGES, frame.event().isEmpty() ? type : frame.event(), frame.data())
            .json(json);
        switch (type) {
            case "message_start" -> count(json.get("message").get("usage"));
            case "content_block_start" -> startBlock(json.get("content_block"), chunk);
            case "content_block_delta" -> chunk
                .content(() -> texts(json.get("delta")).collect(Collectors.joining()));
            case "message_delta" -> endMessage(json, chunk);
            case "message_stop" -> chunk.terminal();
            default -> {}
        }
        return chunk.build();
    }

    /** An empty text block commits to nothing; a tool call or a redacted thought does. */
    private static void startBlock(JsonView block, Chunk.Builder chunk) {
        var type = block.get("type").string().orElse("");
        if (!type.equals("text") && !type.equals("thinking") || texts(block).findAny().isPresent()) {
            chunk.content(() -> texts(block).collect(Collectors.joining()));
        }
    }

    private void endMessage(JsonView json, Chunk.Builder chunk) {
        count(json.get("usage"));
        finish(json.get("delta"), chunk);
        chunk.usage(usage());
    }

    private static void finish(JsonView object, Chunk.Builder chunk) {
        object.get("stop_reason").string()
            .ifPresent(reason -> chunk.finish(new Finish(canonical(reason), reason)));
    }

    private static String canonical(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    private static Stream<String> texts(JsonView value) {
        return Stream.of("text", "thinking", "partial_json").map(value::get).filter(JsonView::isText)
            .flatMap(text -> text.string().stream());
    }

    /** Later figures replace earlier ones: {@code message_delta} repeats some of {@code message_start}'s. */
    private void count(JsonView usage) {
        input = usage.get("input_tokens").integer().orElse(input);
        cacheRead = usage.get("cache_read_input_tokens").integer().orElse(cacheRead);
        cacheWritten = usage.get("cache_creation_input_tokens").integer().orElse(cacheWritten);
        cacheWrittenForAnHour = usage.get("cache_creation").get("ephemeral_1h_input_tokens").integer()
            .orElse(cacheWrittenForAnHour);
        searches = usage.get("server_tool_use").get("web_search_requests").integer().orElse(searches);
        output = usage.get("output_tokens").integer().orElse(output);
        thinking = usage.get("output_tokens_details").get("thinking_tokens").integer().orElse(thinking);
    }

    /** Anthropic counts cached and cache-written tokens beside the input, we within it. */
    private Usage usage() {
        return Usage.of(input + cacheRead + cacheWritten, output).withCache(cacheRead, cacheWritten)
            .withCacheForAnHour(cacheWrittenForAnHour).withReasoning(thinking).withSearches(searches);
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no Anthropic message: " + problem, cause);
    }
}
