package dev.powerstrip.provider.bedrock;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.Framing;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import dev.powerstrip.sdk.provider.Endpoint;
import java.time.Clock;
import java.util.function.Consumer;

/** Reads an answer of Converse, streamed or whole, into the canonical form. The usage is the last that it tells. */
final class ConverseToChat implements AnswerReader {

    private final ChatAnswer answer;
    private final boolean answersByTool;
    private final boolean hidesThinking;
    private final boolean claude;
    private ContentBlock block;
    private int thoughts;
    private boolean callsTools;
    private boolean stopped;
    private boolean counted;

    ConverseToChat(Endpoint endpoint, boolean streamed, boolean hidesThinking, boolean answersByTool, Clock clock) {
        this.answer = new ChatAnswer("", endpoint.nativeId(), clock.instant().getEpochSecond(), streamed);
        this.answersByTool = answersByTool;
        this.hidesThinking = hidesThinking;
        this.claude = Family.of(endpoint) == Family.CLAUDE;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        if (frame.whole()) {
            readWhole(json, chunks);
            return;
        }
        if (frame.event().startsWith(Framing.EXCEPTION)) {
            throw BedrockErrors.inStream(frame.event().substring(Framing.EXCEPTION.length()), json);
        }
        switch (frame.event()) {
            case "messageStart" -> answer.begin(chunks);
            case "contentBlockStart" -> begin(json.get("start"));
            case "contentBlockDelta" -> delta(json.get("delta"), chunks);
            case "contentBlockStop" -> end(chunks);
            case "messageStop" -> stop(json, chunks);
            case "metadata" -> count(json.get("usage"), chunks);
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

    private void readWhole(JsonView json, Consumer<Chunk> chunks) {
        var content = json.get("output").get("message").get("content");
        if (json.get("message").isText()) {
            throw BedrockErrors.inStream("", json);
        }
        if (content.kind() != JsonView.Kind.ARRAY) {
            throw nonsense("it has no \"output.message.content\"", null);
        }
        for (var part : content.items()) {
            begin(part);
            if (part.get("toolUse").isPresent()) {
                block.whole(part.get("toolUse").get("input"), chunks);
            } else {
                delta(part, chunks);
            }
            end(chunks);
        }
        stop(json, chunks);
        count(json.get("usage"), chunks);
    }

    /** Only a tool call says how it begins. */
    private void begin(JsonView start) {
        var tool = start.get("toolUse");
        if (!tool.isPresent()) {
            return;
        }
        if (answersByTool) {
            block = new ContentBlock.AnswerCall(answer);
        } else {
            callsTools = true;
            block = new ContentBlock.ToolCall(answer, tool.get("toolUseId").string().orElse(""),
                tool.get("name").string().orElse(""));
        }
    }

    private void delta(JsonView delta, Consumer<Chunk> chunks) {
        if (block == null) {
            block = delta.get("reasoningContent").isPresent() ? thought()
                : new ContentBlock.Text(answer);
        }
        block.delta(delta, chunks);
    }

    private ContentBlock thought() {
        return hidesThinking ? new ContentBlock.Hidden()
            : new ContentBlock.Thought(answer, claude ? Blocks.CLAUDE_THOUGHT : Blocks.BEDROCK_THOUGHT, thoughts++);
    }

    private void end(Consumer<Chunk> chunks) {
        if (block != null) {
            block.end(chunks);
            block = null;
        }
    }

    private void stop(JsonView json, Consumer<Chunk> chunks) {
        json.get("stopReason").string().ifPresent(reason -> answer.finish(new Finish(canonical(reason), reason)));
        stopped = true;
        finishWhenAllIsTold(chunks);
    }

    private String canonical(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "guardrail_intervened", "content_filtered" -> "content_filter";
            case "malformed_model_output", "malformed_tool_use" -> "error";
            default -> callsTools ? "tool_calls" : "stop";
        };
    }

    /** Bedrock counts cached and cache-written tokens beside the input, we within it. */
    private void count(JsonView usage, Consumer<Chunk> chunks) {
        if (usage.kind() == JsonView.Kind.OBJECT) {
            long read = tokens(usage, "cacheReadInputTokens");
            long written = tokens(usage, "cacheWriteInputTokens");
            answer.usage(Usage.of(tokens(usage, "inputTokens") + read + written, tokens(usage, "outputTokens"))
                .withCache(read, written));
        }
        counted = true;
        finishWhenAllIsTold(chunks);
    }

    private static long tokens(JsonView usage, String name) {
        return usage.get(name).integer().orElse(0);
    }

    private void finishWhenAllIsTold(Consumer<Chunk> chunks) {
        if (stopped && counted) {
            answer.end(chunks);
        }
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return BedrockErrors.refusal(status, headers, body);
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no answer of Converse: " + problem, cause);
    }
}
