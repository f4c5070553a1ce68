package dev.powerstrip.provider.cohere;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads an answer of Cohere's chat, streamed or whole, into the canonical form. */
final class CohereToChat implements AnswerReader {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final String model;
    private final boolean streamed;
    private final boolean hidesThinking;
    private final Clock clock;
    private final StringBuilder thought = new StringBuilder();
    private ChatAnswer answer;
    private boolean hasArguments;
    private int thoughts;

    CohereToChat(String model, boolean streamed, boolean hidesThinking, Clock clock) {
        this.model = model;
        this.streamed = streamed;
        this.hidesThinking = hidesThinking;
        this.clock = clock;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (Arrays.equals(frame.data(), DONE)) {
            return;
        }
        var json = Answers.parsed(frame);
        if (frame.whole()) {
            readWhole(json, chunks);
            return;
        }
        var message = json.get("delta").get("message");
        switch (json.get("type").string().orElse(frame.event())) {
            case "message-start" -> begin(json, chunks);
            case "tool-plan-delta" -> text(message.get("tool_plan"), chunks);
            case "tool-call-start" -> beginCall(message.get("tool_calls"), chunks);
            case "tool-call-delta" -> arguments(message.get("tool_calls").get("function"), chunks);
            case "tool-call-end" -> endCall(chunks);
            case "content-start", "content-delta" -> content(message.get("content"), chunks);
            case "content-end" -> endThought(chunks);
            case "message-end" -> end(json.get("delta"), chunks);
            default -> {}
        }
    }

    private void readWhole(JsonView json, Consumer<Chunk> chunks) {
        if (json.get("message").isText()) {
            throw UpstreamErrors.inBody(json);
        }
        if (!json.get("message").isPresent()) {
            throw Answers.nonsense("it has no \"message\"", null);
        }
        begin(json, chunks);
        var message = json.get("message");
        text(message.get("tool_plan"), chunks);
        for (var call : message.get("tool_calls").items()) {
            beginCall(call, chunks);
            endCall(chunks);
        }
        for (var content : message.get("content").items()) {
            content(content, chunks);
            endThought(chunks);
        }
        end(json, chunks);
    }

    private void begin(JsonView json, Consumer<Chunk> chunks) {
        answer = new ChatAnswer(json.get("id").string().orElse(""), model, clock.instant().getEpochSecond(), streamed);
        answer.begin(chunks);
    }

    private void content(JsonView content, Consumer<Chunk> chunks) {
        text(content.get("text"), chunks);
        content.get("thinking").string().filter(piece -> !piece.isEmpty() && !hidesThinking).ifPresent(piece -> {
            thought.append(piece);
            answer().reasoning(piece, chunks);
        });
    }

    private void text(JsonView text, Consumer<Chunk> chunks) {
        text.string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> answer().text(piece, chunks));
    }

    /** The next turn needs the whole thought. */
    private void endThought(Consumer<Chunk> chunks) {
        if (!thought.isEmpty()) {
            var detail = JsonTree.of("type", "reasoning.text");
            detail.addProperty("text", thought.toString());
            detail.addProperty("format", Messages.THOUGHT);
            detail.addProperty("index", thoughts++);
            thought.setLength(0);
            answer().reasoningDetail(detail, chunks);
        }
    }

    private void beginCall(JsonView call, Consumer<Chunk> chunks) {
        hasArguments = false;
        answer().toolCall(call.get("id").string().orElse(""), call.get("function").get("name").string().orElse(""),
            chunks);
        arguments(call.get("function"), chunks);
    }

    /** Where a tool takes no arguments, they are {@code null} or not there. */
    private void arguments(JsonView function, Consumer<Chunk> chunks) {
        function.get("arguments").string().filter(piece -> hasArguments || !piece.isEmpty() && !piece.equals("null"))
            .ifPresent(piece -> {
                hasArguments = true;
                answer().toolArguments(piece, chunks);
            });
    }

    private void endCall(Consumer<Chunk> chunks) {
        if (!hasArguments) {
            answer().toolArguments("{}", chunks);
        }
    }

    private void end(JsonView ending, Consumer<Chunk> chunks) {
        ending.get("error").string().ifPresent(error -> {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "Provider returned error: " + error);
        });
        ending.get("finish_reason").string()
            .ifPresent(reason -> answer().finish(new Finish(canonical(reason), reason)));
        count(ending.get("usage"));
        answer().end(chunks);
    }

    private static String canonical(String reason) {
        return switch (reason) {
            case "MAX_TOKENS", "ERROR_LIMIT" -> "length";
            case "TOOL_CALL" -> "tool_calls";
            case "ERROR_TOXIC" -> "content_filter";
            case "ERROR", "TIMEOUT" -> "error";
            default -> "stop";
        };
    }

    /** What is billed, which is less than what the model read: Cohere's own template is free. */
    private void count(JsonView usage) {
        var tokens = usage.get("billed_units").get("input_tokens").isPresent() ? usage.get("billed_units")
            : usage.get("tokens");
        if (tokens.isPresent()) {
            answer()
                .usage(Usage.of(Answers.tokens(tokens, "input_tokens"), Answers.tokens(tokens, "output_tokens")));
        }
    }

    private ChatAnswer answer() {
        if (answer == null) {
            throw Answers.nonsense("it does not begin with message-start", null);
        }
        return answer;
    }
}
