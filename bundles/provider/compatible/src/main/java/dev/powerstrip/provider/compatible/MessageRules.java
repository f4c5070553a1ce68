package dev.powerstrip.provider.compatible;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a vendor wants said otherwise in the messages and tools of a request. Immutable. */
final class MessageRules {

    private static final String REASONING = "reasoning";
    private static final List<String> THOUGHTS = List.of(REASONING, "reasoning_content", "reasoning_details");
    private static final String DROP = "drop";

    private final Map<String, String> roles;
    private final List<String> drop;
    private final List<String> dropInParts;
    private final List<String> dropInTools;
    private final String reasoning;
    private final boolean textOnly;
    private final Signs signs = new Signs();

    /** @param tools fields that tools, and the functions in them, are not to have */
    MessageRules(Fields fields, List<String> tools) {
        roles = fields.texts("roles");
        drop = fields.list("drop");
        dropInParts = fields.list("dropInParts");
        dropInTools = tools;
        reasoning = fields.text(REASONING, "");
        textOnly = fields.truth("textOnly");
        fields.done();
        signs.of(roles.keySet()).of(drop).of(dropInParts).of(dropInTools);
        if (!reasoning.isEmpty()) {
            signs.of(THOUGHTS);
        }
        if (textOnly) {
            signs.of("text");
        }
    }

    /** Most requests need nothing of it, which a look at their bytes tells. */
    byte[] apply(byte[] said, ChatRequest request) {
        if (!signs.in(said)) {
            return said;
        }
        var body = JsonView.composed(said);
        var edit = new JsonEdit(body);
        body.get("messages").items().forEach(message -> change(message, edit, request));
        for (var tool : body.get("tools").items()) {
            dropInTools.forEach(name -> {
                drop(tool, name, "tools.", edit, request);
                drop(tool.get("function"), name, "tools.function.", edit, request);
            });
        }
        return edit.toBytes();
    }

    private static void drop(JsonView owner, String name, String path, JsonEdit edit, ChatRequest request) {
        if (owner.get(name).hasValue()) {
            request.drop(path + name);
        }
        edit.remove(owner, name);
    }

    private void change(JsonView message, JsonEdit edit, ChatRequest request) {
        if (message.kind() != JsonView.Kind.OBJECT) {
            return;
        }
        message.get("role").string().map(roles::get)
            .ifPresent(role -> edit.set(message, "role", new JsonPrimitive(role)));
        drop.forEach(name -> drop(message, name, "messages.", edit, request));
        if (!reasoning.isEmpty()) {
            sayThoughts(message, edit, request);
        }
        var parts = message.get("content").items();
        if (textOnly && !parts.isEmpty() && parts.stream().allMatch(part -> part.get("text").isText())) {
            edit.set(message, "content", new JsonPrimitive(joined(parts)));
        } else {
            parts.stream().filter(part -> part.kind() == JsonView.Kind.OBJECT)
                .forEach(part -> dropInParts.forEach(name -> drop(part, name, "messages.content.", edit, request)));
        }
    }

    private static String joined(List<JsonView> parts) {
        return parts.stream().map(part -> part.get("text").string().orElseThrow()).collect(Collectors.joining("\n"));
    }

    private void sayThoughts(JsonView message, JsonEdit edit, ChatRequest request) {
        var thoughts = thoughts(message);
        THOUGHTS.forEach(name -> edit.remove(message, name));
        if (!reasoning.equals(DROP)) {
            thoughts.ifPresent(text -> edit.set(message, reasoning, new JsonPrimitive(text)));
        } else if (thoughts.isPresent()) {
            request.drop("messages.reasoning");
        }
    }

    private static Optional<String> thoughts(JsonView message) {
        return message.get(REASONING).string().or(() -> message.get("reasoning_content").string())
            .or(() -> Optional.of(message.get("reasoning_details").items().stream()
                .flatMap(detail -> detail.get("text").string().stream()).collect(Collectors.joining()))
                .filter(text -> !text.isEmpty()));
    }
}
