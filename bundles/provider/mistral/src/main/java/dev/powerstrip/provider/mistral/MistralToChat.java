package dev.powerstrip.provider.mistral;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads an answer of Mistral's chat, streamed or whole, into the canonical form: its content is a text in one chunk and
 * a list of thoughts and texts in the next.
 */
final class MistralToChat implements AnswerReader {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final long NO_CALL = -1;

    private final boolean streamed;
    private final boolean hidesThinking;
    private final Clock clock;
    private final StringBuilder thought = new StringBuilder();
    private ChatAnswer answer;
    private long call = NO_CALL;
    private boolean hasArguments;
    private int thoughts;

    MistralToChat(boolean streamed, boolean hidesThinking, Clock clock) {
        this.streamed = streamed;
        this.hidesThinking = hidesThinking;
        this.clock = clock;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        if (Arrays.equals(frame.data(), DONE)) {
            end(chunks);
            return;
        }
        var json = parsed(frame);
        if (json.get("error").hasValue() || json.get("object").string().filter("error"::equals).isPresent()) {
            throw UpstreamErrors.inBody(json.get("error").hasValue() ? json.get("error") : json);
        }
        if (json.get("choices").kind() != JsonView.Kind.ARRAY) {
            throw nonsense("it has no \"choices\"", null);
        }
        begin(json, chunks);
        json.get("choices").items().forEach(choice -> read(choice, frame.whole() ? "message" : "delta", chunks));
        count(json.get("usage"));
        if (frame.whole()) {
            end(chunks);
        }
    }

    private static JsonView parsed(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private void begin(JsonView json, Consumer<Chunk> chunks) {
        if (answer == null) {
            answer = new ChatAnswer(json.get("id").string().orElse(""), json.get("model").string().orElse(""),
                json.get("created").integer().orElse(clock.instant().getEpochSecond()), streamed);
            answer.begin(chunks);
        }
    }

    private void read(JsonView choice, String member, Consumer<Chunk> chunks) {
        var content = choice.get(member).get("content");
        text(content, chunks);
        for (var part : content.items()) {
            text(part.get("text"), chunks);
            think(part.get("thinking"), chunks);
        }
        choice.get(member).get("tool_calls").items().forEach(piece -> call(piece, chunks));
        choice.get("finish_reason").string()
            .ifPresent(reason -> answer.finish(new Finish(canonical(reason), reason)));
    }

    private void text(JsonView text, Consumer<Chunk> chunks) {
        text.string().filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
            endThought(chunks);
            answer.text(piece, chunks);
        });
    }

    private void think(JsonView thinking, Consumer<Chunk> chunks) {
        var piece = thinking.items().stream().flatMap(part -> part.get("text").string().stream())
            .collect(Collectors.joining());
        if (!piece.isEmpty() && !hidesThinking) {
            thought.append(piece);
            answer.reasoning(piece, chunks);
        }
    }

    /** The next turn needs the whole thought. */
    private void endThought(Consumer<Chunk> chunks) {
        if (!thought.isEmpty()) {
            var detail = JsonTree.of("type", "reasoning.text");
            detail.addProperty("text", thought.toString());
            detail.addProperty("format", Messages.THOUGHT);
            detail.addProperty("index", thoughts++);
            thought.setLength(0);
            answer.reasoningDetail(detail, chunks);
        }
    }

    /** A call comes whole as a rule, and in pieces of the same index at times. */
    private void call(JsonView piece, Consumer<Chunk> chunks) {
        endThought(chunks);
        long index = piece.get("index").integer().orElse(call + 1);
        if (index != call) {
            endCall(chunks);
            call = index;
            answer.toolCall(piece.get("id").string().orElse(""), piece.get("function").get("name").string().orElse(""),
                chunks);
        }
        var arguments = piece.get("function").get("arguments");
        var text = arguments.kind() == JsonView.Kind.OBJECT ? new String(arguments.toBytes(), StandardCharsets.UTF_8)
            : arguments.string().orElse("");
        if (!text.isEmpty()) {
            hasArguments = true;
            answer.toolArguments(text, chunks);
        }
    }

    private void endCall(Consumer<Chunk> chunks) {
        if (call != NO_CALL && !hasArguments) {
            answer.toolArguments("{}", chunks);
        }
        hasArguments = false;
    }

    private void end(Consumer<Chunk> chunks) {
        if (answer == null) {
            throw nonsense("it ends before it has begun", null);
        }
        endThought(chunks);
        endCall(chunks);
        answer.end(chunks);
    }

    private String canonical(String reason) {
        return switch (reason) {
            case "length", "model_length" -> "length";
            case "error" -> "error";
            default -> call == NO_CALL ? "stop" : "tool_calls";
        };
    }

    private void count(JsonView usage) {
        if (usage.kind() == JsonView.Kind.OBJECT) {
            answer.usage(Usage.of(tokens(usage, "prompt_tokens"), tokens(usage, "completion_tokens"))
                .withCache(tokens(usage.get("prompt_tokens_details"), "cached_tokens"), 0));
        }
    }

    private static long tokens(JsonView usage, String name) {
        return usage.get(name).integer().orElse(0);
    }

    /** What is wrong with a field is told in a list. */
    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        var error = UpstreamErrors.read(status, headers, body);
        var problems = problems(body);
        return problems.isEmpty() ? error : new GatewayException(error.type(), problems);
    }

    private static String problems(byte[] body) {
        try {
            return JsonView.parse(body).get("detail").items().stream()
                .map(problem -> problem.get("loc").items().stream().flatMap(step -> step.string().stream())
                    .collect(Collectors.joining(".")) + ": " + problem.get("msg").string().orElse("is wrong"))
                .collect(Collectors.joining("; "));
        } catch (MalformedJsonException page) {
            return "";
        }
    }

    private static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is none of Mistral's: " + problem, cause);
    }
}
