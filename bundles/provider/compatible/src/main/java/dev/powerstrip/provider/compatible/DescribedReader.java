package dev.powerstrip.provider.compatible;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.AnswerReader;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Frame;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads one answer of a vendor: what its descriptor says is different there is spliced into the usual form, and all other
 * bytes pass as they came.
 */
final class DescribedReader implements AnswerReader {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String REASONING = "reasoning";
    private static final String DETAILS = "reasoning_details";
    private static final String CONTENT = "content";
    private static final String TOOL_CALLS = "tool_calls";

    private final AnswerReader usual = AnswerReader.of(Form.OPENAI_CHAT);
    private final ThinkTags thinkTags = new ThinkTags();
    private final List<String> toolCalls = new ArrayList<>();
    /** The choices that have told why they end; some vendors tell it again in their last event. */
    private final Set<Long> finished = new HashSet<>();
    private final AnswerRules rules;
    private final ErrorRules errors;
    private final boolean hidesThoughts;

    /** @param hidesThoughts true where the client does not want to see what the model thinks */
    DescribedReader(AnswerRules rules, ErrorRules errors, boolean hidesThoughts) {
        this.rules = rules;
        this.errors = errors;
        this.hidesThoughts = hidesThoughts;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = hidesThoughts || rules.mayConcern(frame.data()) || errors.mayBeToldIn(frame.data()) ? parsed(frame)
            : Optional.<JsonView>empty();
        if (json.isEmpty()) {
            usual.read(frame, chunks);
            return;
        }
        errors.check(json.get());
        usual.read(new Frame(frame.event(), inUsualForm(json.get(), frame.whole()), frame.whole()), chunks);
        if (!frame.whole() && isLast(json.get())) {
            usual.read(new Frame("", DONE, false), chunks);
        }
    }

    /** What is no JSON the usual reader judges. */
    private static Optional<JsonView> parsed(Frame frame) {
        try {
            return Optional.of(JsonView.parse(frame.data())).filter(json -> json.kind() == JsonView.Kind.OBJECT);
        } catch (MalformedJsonException noJson) {
            return Optional.empty();
        }
    }

    private boolean isLast(JsonView json) {
        return !rules.lastEvent.isEmpty() && rules.lastEvent.entrySet().stream()
            .allMatch(field -> json.get(field.getKey()).isPresent()
                && json.get(field.getKey()).tree().equals(field.getValue()));
    }

    private byte[] inUsualForm(JsonView json, boolean whole) {
        var edit = new JsonEdit(json);
        rules.drop.forEach(edit::remove);
        rules.usage.apply(json, edit);
        for (var choice : json.get("choices").items()) {
            if (choice.kind() == JsonView.Kind.OBJECT) {
                choice(choice, whole, edit);
            }
        }
        return edit.toBytes();
    }

    private void choice(JsonView choice, boolean whole, JsonEdit edit) {
        rules.dropInChoices.stream().filter(name -> !whole || !name.equals("message"))
            .forEach(name -> edit.remove(choice, name));
        var message = choice.get(whole ? "message" : "delta");
        if (message.kind() == JsonView.Kind.OBJECT) {
            tellThoughts(message, edit);
            if (rules.thinkTags) {
                splitThoughts(message, whole || choice.get("finish_reason").hasValue(), edit);
            }
            if (rules.contentParts) {
                joinParts(message, edit);
            }
            noteToolCalls(message, whole, edit);
        }
        choice.get("finish_reason").string().ifPresent(reason -> {
            if (finished.add(choice.get("index").integer().orElse(0))) {
                tellFinish(choice, reason, edit);
            } else {
                edit.set(choice, "finish_reason", JsonNull.INSTANCE);
            }
        });
    }

    /** The vendor's own field of its thoughts becomes ours, unless it tells them in ours already or nobody wants them. */
    private void tellThoughts(JsonView message, JsonEdit edit) {
        if (hidesThoughts) {
            rules.reasoning.forEach(name -> edit.remove(message, name));
            edit.remove(message, REASONING);
            edit.remove(message, DETAILS);
            return;
        }
        for (var name : rules.reasoning) {
            var thoughts = message.get(name);
            if (!name.equals(REASONING)) {
                edit.remove(message, name);
            }
            if (thoughts.isText()) {
                if (!name.equals(REASONING) && !message.get(REASONING).isText()) {
                    edit.setRaw(message, REASONING, thoughts.toBytes());
                }
                if (!message.get(DETAILS).hasValue()) {
                    edit.set(message, DETAILS, detail(thoughts.string().orElseThrow()));
                }
            }
        }
    }

    private static JsonArray detail(String text) {
        var detail = new JsonObject();
        detail.addProperty("type", "reasoning.text");
        detail.addProperty("text", text);
        detail.addProperty("index", 0);
        var details = new JsonArray();
        details.add(detail);
        return details;
    }

    private void splitThoughts(JsonView message, boolean last, JsonEdit edit) {
        var piece = message.get(CONTENT).string();
        if (piece.isEmpty() && !last) {
            return;
        }
        var split = last ? thinkTags.last(piece.orElse("")) : thinkTags.next(piece.orElse(""));
        if (!split.text().equals(piece.orElse(""))) {
            edit.set(message, CONTENT, new JsonPrimitive(split.text()));
        }
        if (!split.thoughts().isEmpty() && !hidesThoughts) {
            edit.set(message, REASONING, new JsonPrimitive(split.thoughts()));
            edit.set(message, DETAILS, detail(split.thoughts()));
        }
    }

    /** Some answer with a list of parts, thoughts among them, where everyone else has a text. */
    private void joinParts(JsonView message, JsonEdit edit) {
        var content = message.get(CONTENT);
        if (content.kind() != JsonView.Kind.ARRAY) {
            return;
        }
        edit.set(message, CONTENT, new JsonPrimitive(content.items().stream()
            .flatMap(part -> part.get("text").string().stream()).collect(Collectors.joining())));
        var thoughts = content.items().stream().flatMap(part -> part.get("summary").items().stream())
            .flatMap(summary -> summary.get("text").string().stream()).collect(Collectors.joining());
        if (!thoughts.isEmpty() && !hidesThoughts) {
            edit.set(message, REASONING, new JsonPrimitive(thoughts));
            edit.set(message, DETAILS, detail(thoughts));
        }
    }

    /** Pieces of a call without index belong to the last one that had an id. */
    private void noteToolCalls(JsonView message, boolean whole, JsonEdit edit) {
        for (var call : message.get(TOOL_CALLS).items()) {
            var id = call.get("id").string().filter(text -> !text.isEmpty());
            id.filter(text -> !toolCalls.contains(text)).ifPresent(toolCalls::add);
            if (rules.toolCallsWithoutIndex && !whole && !call.get("index").isPresent()) {
                int index = id.map(toolCalls::indexOf).orElse(toolCalls.size() - 1);
                edit.set(call, "index", new JsonPrimitive(Math.max(0, index)));
            }
        }
    }

    private void tellFinish(JsonView choice, String reason, JsonEdit edit) {
        var ours = rules.finishReasons.getOrDefault(reason, reason);
        if (rules.toolCallsEndWithStop && ours.equals("stop") && !toolCalls.isEmpty()) {
            ours = TOOL_CALLS;
        }
        if (!ours.equals(reason)) {
            edit.set(choice, "finish_reason", new JsonPrimitive(ours));
            edit.set(choice, "native_finish_reason", new JsonPrimitive(reason));
        }
    }

    @Override
    public GatewayException refused(int status, Headers headers, byte[] body) {
        return errors.refused(status, headers, body);
    }
}
