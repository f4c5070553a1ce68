package dev.powerstrip.sdk.provider;

import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/**
 * What other forms say and the canonical form has no words for, {@code {"type":"native","form":..,"value":..}}: a form puts
 * its own parts back as they were, and drops those of others.
 */
final class LabelledParts {

    private static final String LABEL = "\"native\"";

    private LabelledParts() {}

    /** Most requests have none, as their contents are texts, or a look at their bytes tells. */
    static void unwrap(ChatRequest request, Form form, JsonEdit edit) {
        var body = request.body();
        if (isLabelled(body.get("native"))) {
            drop(body.get("native"), request);
        }
        if (!mayHaveParts(body) || !body.mentions(LABEL)) {
            return;
        }
        for (var message : body.get("messages").items()) {
            unwrap(message, "content", form, edit, request);
            unwrap(message, "reasoning_details", form, edit, request);
        }
        unwrap(body, "tools", form, edit, request);
        if (body.get("tools").items().stream().allMatch(tool -> isForeign(tool, form))) {
            edit.remove("tools").remove("tool_choice");
        }
    }

    private static boolean mayHaveParts(JsonView body) {
        if (body.get("tools").isPresent()) {
            return true;
        }
        for (var message : body.get("messages").items()) {
            if (message.get("content").kind() == JsonView.Kind.ARRAY || message.get("reasoning_details").isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static void unwrap(JsonView owner, String name, Form form, JsonEdit edit, ChatRequest request) {
        var items = owner.get(name).items();
        if (items.stream().noneMatch(LabelledParts::isLabelled)) {
            return;
        }
        items.stream().filter(item -> isForeign(item, form)).forEach(item -> drop(item, request));
        var kept = items.stream().filter(item -> !isForeign(item, form)).toList();
        if (kept.isEmpty() && name.equals("content")) {
            edit.set(owner, name, new JsonPrimitive(""));
        } else {
            edit.setRaw(owner, name, RawArray.of(kept.stream().map(LabelledParts::unwrapped).toList()));
        }
    }

    private static byte[] unwrapped(JsonView item) {
        return (isLabelled(item) ? item.get("value") : item).toBytes();
    }

    private static void drop(JsonView part, ChatRequest request) {
        request.drop("native:" + part.get("form").string().orElse(""));
    }

    private static boolean isLabelled(JsonView item) {
        return item.get("type").string().filter("native"::equals).isPresent();
    }

    /** One that holds nothing is nobody's own. */
    private static boolean isForeign(JsonView item, Form form) {
        return isLabelled(item)
            && (item.get("form").string().filter(form.name()::equals).isEmpty() || !item.get("value").hasValue());
    }
}
