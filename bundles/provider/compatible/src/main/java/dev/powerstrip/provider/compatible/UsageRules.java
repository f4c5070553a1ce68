package dev.powerstrip.provider.compatible;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.OptionalLong;

/** Where a vendor reports its tokens, and how it counts them otherwise than we do. Immutable. */
final class UsageRules {

    private static final String USAGE = "usage";
    private static final String COMPLETION = "completion_tokens";
    private static final String COMPLETION_DETAILS = "completion_tokens_details";
    private static final String REASONING = "reasoning_tokens";

    private final List<String> at;
    private final String cached;
    private final String reasoning;
    private final boolean excludesReasoning;
    private final boolean excludesLargeReasoning;

    UsageRules(Fields fields) {
        at = fields.list("at", USAGE);
        cached = fields.text("cached", "");
        reasoning = fields.text("reasoning", "");
        excludesReasoning = fields.truth("excludesReasoning");
        excludesLargeReasoning = fields.truth("excludesLargeReasoning");
        fields.done();
    }

    boolean hasAny() {
        return !at.equals(List.of(USAGE)) || !cached.isEmpty() || !reasoning.isEmpty() || excludesReasoning
            || excludesLargeReasoning;
    }

    /** Sets {@code usage} as everyone knows it. */
    void apply(JsonView answer, JsonEdit edit) {
        if (!hasAny()) {
            return;
        }
        for (var path : at) {
            var found = Path.of(path).in(answer);
            if (found.kind() == JsonView.Kind.OBJECT) {
                edit.setRaw(answer, USAGE, usual(JsonView.parse(found.toBytes())));
                return;
            }
        }
    }

    private byte[] usual(JsonView usage) {
        var edit = new JsonEdit(usage);
        tell(usage, "prompt_tokens_details", "cached_tokens", cached, edit);
        tell(usage, COMPLETION_DETAILS, REASONING, reasoning, edit);
        long thought = Path.of(COMPLETION_DETAILS + "." + REASONING).in(usage).integer().orElse(0);
        long said = usage.get(COMPLETION).integer().orElse(0);
        if (excludesReasoning || excludesLargeReasoning && thought > said) {
            edit.set(usage, COMPLETION, new JsonPrimitive(said + thought));
        }
        return edit.toBytes();
    }

    /** Tells a detail in its usual place, unless it stands there already. */
    private static void tell(JsonView usage, String details, String name, String path, JsonEdit edit) {
        var count = path.isEmpty() ? OptionalLong.empty() : Path.of(path).in(usage).integer();
        if (count.isEmpty() || usage.get(details).get(name).hasValue()) {
            return;
        }
        if (usage.get(details).kind() == JsonView.Kind.OBJECT) {
            edit.set(usage.get(details), name, new JsonPrimitive(count.getAsLong()));
        } else {
            var detail = new JsonObject();
            detail.addProperty(name, count.getAsLong());
            edit.set(usage, details, detail);
        }
    }
}
