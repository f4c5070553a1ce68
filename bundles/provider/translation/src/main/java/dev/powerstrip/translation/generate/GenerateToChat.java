package dev.powerstrip.translation.generate;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.translation.Typed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one of Gemini's answers, streamed or whole, into the canonical form. */
final class GenerateToChat implements AnswerReader {

    private final AnswerReader tap = AnswerReader.of(Form.GEMINI_GENERATE);
    private final boolean streamed;
    private final boolean hidesThinking;
    private final Clock clock;
    private final StringBuilder thought = new StringBuilder();
    private Sources sources;
    private CallIds callIds;
    private ChatAnswer answer;
    private boolean said;
    private int details;
    private int pictures;

    GenerateToChat(boolean streamed, boolean hidesThinking, Clock clock) {
        this.streamed = streamed;
        this.hidesThinking = hidesThinking;
        this.clock = clock;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> out) {
        tap.read(frame, seen -> say(seen, out));
    }

    private void say(Chunk seen, Consumer<Chunk> out) {
        var json = seen.json();
        if (answer == null) {
            begin(json);
        }
        for (var candidate : json.get("candidates").items()) {
            candidate.get("content").get("parts").items().forEach(part -> say(part, out));
            sources.tell(candidate.get("groundingMetadata"), out);
            seen.finish().ifPresent(finish -> refuseFailure(finish, candidate.get("finishMessage").string()));
        }
        seen.finish().ifPresent(answer::finish);
        seen.usage().ifPresent(answer::usage);
        if (seen.terminal()) {
            answer.end(out);
        }
    }

    private void begin(JsonView json) {
        var id = json.get("responseId").string().orElse("");
        answer = new ChatAnswer(id, json.get("modelVersion").string().orElse(""), clock.instant().getEpochSecond(),
            streamed);
        callIds = new CallIds(id);
        sources = new Sources(answer);
    }

    /** Nothing was said yet, so that another endpoint may do better. */
    private void refuseFailure(Finish finish, Optional<String> message) {
        if (finish.reason().equals("error") && !said) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE, "the provider ended its answer with %s%s"
                .formatted(finish.nativeReason(), message.map(text -> ": " + text).orElse("")));
        }
    }

    private void say(JsonView part, Consumer<Chunk> out) {
        var signature = part.get("thoughtSignature").string().filter(text -> !text.isEmpty());
        if (part.get("functionCall").hasValue()) {
            sayCall(part.get("functionCall"), signature, out);
        } else if (part.get("inlineData").get("mimeType").string().filter(type -> type.startsWith("image/"))
            .isPresent()) {
            signature.ifPresent(proof -> sign(proof, Optional.of(Thoughts.pictureId(pictures)), out));
            sayPicture(part.get("inlineData"), out);
        } else if (part.get("thought").isTrue()) {
            think(part, signature, out);
        } else if (part.get("text").kind() == JsonView.Kind.STRING) {
            part.get("text").string().filter(text -> !text.isEmpty()).ifPresent(text -> {
                said = true;
                answer.text(text, out);
            });
            signature.ifPresent(proof -> sign(proof, Optional.empty(), out));
        } else {
            label(part, out);
        }
    }

    private void sayCall(JsonView call, Optional<String> signature, Consumer<Chunk> out) {
        said = true;
        var id = call.get("id").string().filter(text -> !text.isEmpty()).orElseGet(callIds::next);
        signature.ifPresent(proof -> sign(proof, Optional.of(id), out));
        answer.toolCall(id, call.get("name").string().orElse(""), out);
        var arguments = call.get("args");
        answer.toolArguments(
            arguments.hasValue() ? new String(arguments.toBytes(), StandardCharsets.UTF_8) : "{}", out);
    }

    private void sayPicture(JsonView data, Consumer<Chunk> out) {
        said = true;
        pictures++;
        answer.image("data:%s;base64,%s".formatted(data.get("mimeType").string().orElse(""),
            data.get("data").string().orElse("")), out);
    }

    private void think(JsonView part, Optional<String> signature, Consumer<Chunk> out) {
        if (hidesThinking) {
            return;
        }
        part.get("text").string().filter(text -> !text.isEmpty()).ifPresent(text -> {
            thought.append(text);
            answer.reasoning(text, out);
        });
        signature.ifPresent(proof -> {
            var detail = Typed.of("reasoning.text", "text", thought.toString());
            detail.addProperty("signature", proof);
            tell(detail, out);
            thought.setLength(0);
        });
    }

    private void sign(String signature, Optional<String> id, Consumer<Chunk> out) {
        var detail = Typed.of("reasoning.encrypted", "data", signature);
        id.ifPresent(bearer -> detail.addProperty("id", bearer));
        tell(detail, out);
    }

    private void tell(JsonObject detail, Consumer<Chunk> out) {
        detail.addProperty("format", Thoughts.FORMAT);
        detail.addProperty("index", details++);
        answer.reasoningDetail(detail, out);
    }

    /** What the canonical form has no words for, such as code that Google ran. */
    private void label(JsonView part, Consumer<Chunk> out) {
        if (part.fields().isEmpty()) {
            return;
        }
        said = true;
        var detail = Typed.of("native", "form", Thoughts.FORM);
        detail.add("value", part.tree());
        answer.reasoningDetail(detail, out);
    }
}
