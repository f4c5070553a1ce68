package dev.powerstrip.provider.ollama;

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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Consumer;

/** Reads an answer of Ollama's chat, a line at a time or whole, into the canonical form. */
final class OllamaToChat implements AnswerReader {

    private final boolean streamed;
    private final boolean hidesThinking;
    private final Clock clock;
    private ChatAnswer answer;
    private int calls;

    OllamaToChat(boolean streamed, boolean hidesThinking, Clock clock) {
        this.streamed = streamed;
        this.hidesThinking = hidesThinking;
        this.clock = clock;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parsed(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        if (frame.whole() && !json.get("message").isPresent()) {
            throw nonsense("it has no \"message\"", null);
        }
        begin(json, chunks);
        var message = json.get("message");
        message.get("thinking").string().filter(piece -> !piece.isEmpty() && !hidesThinking)
            .ifPresent(piece -> answer.reasoning(piece, chunks));
        message.get("content").string().filter(piece -> !piece.isEmpty())
            .ifPresent(piece -> answer.text(piece, chunks));
        message.get("tool_calls").items().forEach(call -> call(call, chunks));
        if (json.get("done").isTrue()) {
            end(json, chunks);
        }
    }

    static JsonView parsed(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private void begin(JsonView json, Consumer<Chunk> chunks) {
        if (answer == null) {
            answer = new ChatAnswer("", json.get("model").string().orElse(""), clock.instant().getEpochSecond(),
                streamed);
            answer.begin(chunks);
        }
    }

    /** A call comes whole; older versions give it no id. */
    private void call(JsonView call, Consumer<Chunk> chunks) {
        var function = call.get("function");
        answer.toolCall(call.get("id").string().filter(id -> !id.isEmpty()).orElse("call_" + calls),
            function.get("name").string().orElse(""), chunks);
        var arguments = function.get("arguments");
        answer.toolArguments(arguments.kind() == JsonView.Kind.OBJECT
            ? new String(arguments.toBytes(), StandardCharsets.UTF_8) : "{}", chunks);
        calls++;
    }

    /** A cached prompt is not counted; reasoning never is by itself. */
    private void end(JsonView json, Consumer<Chunk> chunks) {
        var reason = json.get("done_reason").string().orElse("stop");
        answer.finish(new Finish(reason.equals("length") ? "length" : calls > 0 ? "tool_calls" : "stop", reason));
        answer.usage(Usage.of(tokens(json, "prompt_eval_count"), tokens(json, "eval_count")));
        answer.end(chunks);
    }

    static long tokens(JsonView json, String name) {
        return json.get(name).integer().orElse(0);
    }

    static GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is none of Ollama's: " + problem, cause);
    }
}
