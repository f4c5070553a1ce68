package dev.powerstrip.translation.messages;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.time.Clock;
import java.util.function.Consumer;

/** Reads one of Anthropic's messages, streamed or whole, into the canonical form. */
final class MessagesToChat implements AnswerReader {

    private final ChatRequest request;
    private final boolean hidesThinking;
    private final boolean answersByTool;
    private final Clock clock;
    private ChatAnswer answer;
    private ContentBlock block;
    private boolean answeredByTool;
    private int thoughts;
    private long input;
    private long cacheRead;
    private long cacheWritten;
    private long cacheWrittenForAnHour;
    private long searches;
    private long output;
    private long thinking;

    MessagesToChat(ChatRequest request, boolean hidesThinking, boolean answersByTool, Clock clock) {
        this.request = request;
        this.hidesThinking = hidesThinking;
        this.answersByTool = answersByTool;
        this.clock = clock;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        switch (json.get("type").string().orElse("")) {
            case "error" -> throw UpstreamErrors.inBody(json.get("error"));
            case "message" -> readWhole(json, chunks);
            case "message_start" -> begin(json.get("message"), chunks);
            case "content_block_start" -> beginBlock(json.get("content_block"), chunks);
            case "content_block_delta" -> block().delta(json.get("delta"), chunks);
            case "content_block_stop" -> block().end(chunks);
            case "message_delta" -> {
                count(json.get("usage"));
                finish(json.get("delta"), chunks);
            }
            case "message_stop" -> end(chunks);
            case "" -> throw nonsense("it has no \"type\"", null);
            default -> {}
        }
    }

    private static JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private void readWhole(JsonView message, Consumer<Chunk> chunks) {
        begin(message, chunks);
        for (var content : message.get("content").items()) {
            beginBlock(content, chunks);
            block.end(chunks);
        }
        finish(message, chunks);
        end(chunks);
    }

    /** A second beginning, seen at copies of Anthropic, is passed over. */
    private void begin(JsonView message, Consumer<Chunk> chunks) {
        if (answer != null) {
            return;
        }
        answer = new ChatAnswer(message.get("id").string().orElse(""), message.get("model").string().orElse(""),
            clock.instant().getEpochSecond(), request.streamed());
        answer.begin(chunks);
        count(message.get("usage"));
    }

    private void beginBlock(JsonView content, Consumer<Chunk> chunks) {
        if (content.kind() != JsonView.Kind.OBJECT) {
            throw nonsense("a content block is no object", null);
        }
        block = switch (content.get("type").string().orElse("")) {
            case "text" -> new ContentBlock.Text(answer(), request);
            case "thinking" -> hidesThinking ? new ContentBlock.Hidden()
                : new ContentBlock.Thought(answer(), thoughts++);
            case "redacted_thinking" -> hidesThinking ? new ContentBlock.Hidden()
                : new ContentBlock.RedactedThought(answer(), thoughts++);
            case "tool_use" -> callOrAnswer(content.get("name").string().orElse(""));
            default -> new ContentBlock.Native(answer());
        };
        block.begin(content, chunks);
    }

    private ContentBlock callOrAnswer(String name) {
        answeredByTool = answersByTool && name.equals(AnswerFormat.TOOL);
        return answeredByTool ? new ContentBlock.AnswerCall(answer()) : new ContentBlock.ToolCall(answer());
    }

    private void finish(JsonView message, Consumer<Chunk> chunks) {
        message.get("stop_reason").string()
            .ifPresent(reason -> answer().finish(new Finish(canonical(reason), reason)));
        message.get("stop_details").get("explanation").string().filter(text -> !text.isEmpty())
            .ifPresent(text -> answer().refusal(text, chunks));
    }

    private String canonical(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> answeredByTool ? "stop" : "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    /** Later figures replace earlier ones. */
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
    private void end(Consumer<Chunk> chunks) {
        answer().usage(Usage.of(input + cacheRead + cacheWritten, output).withCache(cacheRead, cacheWritten)
            .withCacheForAnHour(cacheWrittenForAnHour).withReasoning(thinking).withSearches(searches));
        answer().end(chunks);
    }

    private ChatAnswer answer() {
        if (answer == null) {
            throw nonsense("it does not begin with message_start", null);
        }
        return answer;
    }

    private ContentBlock block() {
        if (block == null) {
            throw nonsense("a delta comes before its content block", null);
        }
        return block;
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no Anthropic message: " + problem, cause);
    }
}
