package dev.powerstrip.provider.compatible;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a vendor is told to think: what clients say in OpenAI's {@code reasoning_effort} or in OpenRouter's {@code reasoning}
 * in its own fields. Immutable.
 */
final class ReasoningRules {

    private static final String EFFORT = "reasoning_effort";
    private static final List<String> OURS = List.of("reasoning", "include_reasoning", EFFORT);
    private static final String NONE = "none";
    /** The part of an answer's tokens from which on a budget means this effort, as OpenRouter reckons. */
    private static final double LOW = 0.15;
    private static final double MEDIUM = 0.35;
    private static final double HIGH = 0.65;

    private final boolean declared;
    private final String effort;
    private final Map<String, JsonElement> efforts;
    private final String budget;
    private final Map<String, JsonElement> on;
    private final Map<String, JsonElement> off;
    private final Map<String, JsonElement> hidden;

    /** @param declared false where the vendor says nothing of it: then what clients say stays as it is */
    ReasoningRules(Fields fields, boolean declared) {
        this.declared = declared;
        effort = fields.text("effort", "");
        efforts = fields.values("efforts");
        budget = fields.text("budget", "");
        on = fields.values("on");
        off = fields.values("off");
        hidden = fields.values("hidden");
        fields.done();
    }

    void apply(JsonView body, JsonEdit edit) {
        if (!declared) {
            return;
        }
        var said = body.get("reasoning");
        var word = body.get(EFFORT).string().or(() -> said.get("effort").string());
        OURS.forEach(edit::remove);
        var tokens = said.get("max_tokens").integer();
        var enabled = said.get("enabled");
        if (word.filter(NONE::equals).isPresent() || enabled.kind() == JsonView.Kind.BOOLEAN && !enabled.isTrue()) {
            say(off, body, edit);
            sayEffort(NONE, body, edit);
        } else if (word.isPresent() || tokens.isPresent() || enabled.isTrue()) {
            say(on, body, edit);
            word.or(() -> byBudget(body)).ifPresent(wanted -> sayEffort(wanted, body, edit));
            if (tokens.isPresent() && !budget.isEmpty()) {
                edit.setRaw(body, budget, said.get("max_tokens").toBytes());
            }
        }
        if (said.get("exclude").isTrue() || isFalse(body.get("include_reasoning"))) {
            say(hidden, body, edit);
        }
    }

    private static boolean isFalse(JsonView value) {
        return value.kind() == JsonView.Kind.BOOLEAN && !value.isTrue();
    }

    /** What the client says in the vendor's own fields wins. */
    private static void say(Map<String, JsonElement> fields, JsonView body, JsonEdit edit) {
        fields.forEach((name, value) -> {
            if (!body.get(name).isPresent() || OURS.contains(name)) {
                edit.set(body, name, value);
            }
        });
    }

    /** A vendor that names its efforts knows no others; one that names none takes any but none. */
    private void sayEffort(String wanted, JsonView body, JsonEdit edit) {
        var theirs = efforts.get(wanted);
        if (!effort.isEmpty() && theirs != null && !theirs.isJsonNull()) {
            edit.set(body, effort, theirs);
        } else if (!effort.isEmpty() && efforts.isEmpty() && !wanted.equals(NONE)) {
            edit.set(effort, wanted);
        }
    }

    /** Where the budget itself cannot be said, the effort that comes near to it. */
    private Optional<String> byBudget(JsonView body) {
        var tokens = body.get("reasoning").get("max_tokens").integer();
        if (tokens.isEmpty() || !budget.isEmpty()) {
            return Optional.empty();
        }
        long most = List.of("max_completion_tokens", "max_tokens").stream().map(name -> body.get(name).integer())
            .filter(number -> number.isPresent()).mapToLong(number -> number.getAsLong()).findFirst()
            .orElse(2 * tokens.getAsLong());
        double part = (double) tokens.getAsLong() / Math.max(1, most);
        return Optional.of(part < LOW ? "minimal" : part < MEDIUM ? "low" : part < HIGH ? "medium" : "high");
    }
}
