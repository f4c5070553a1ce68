package dev.powerstrip.translation.generate;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says how much the model is to think: the third generation is given a level, the second a budget of tokens. */
final class Thinking {

    /** From least to most. */
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    /** The part of an answer's tokens that each effort may take, as OpenRouter reckons. */
    private static final Map<String, Double> PARTS = Map.of("minimal", 0.1, "low", 0.2, "medium", 0.5, "high", 0.8,
        "xhigh", 0.95, "max", 0.95);
    private static final long LEAST_BUDGET = 128;
    private static final long MOST_BUDGET = 24_576;
    /** For a model of which nothing is known. */
    private static final long MAX_TOKENS = 8_192;

    private Thinking() {}

    static int rank(String effort) {
        return EFFORTS.indexOf(effort);
    }

    static void add(JsonObject chat, boolean hidden, Endpoint endpoint, Model model, JsonObject config) {
        var reasoning = JsonTree.object(chat, "reasoning");
        var effort = effort(chat, reasoning.orElseGet(JsonObject::new));
        var budget = reasoning.flatMap(wanted -> JsonTree.number(wanted, "max_tokens"));
        boolean shown = reasoning.isPresent() || effort.isPresent()
            || JsonTree.flag(chat, "include_reasoning").orElse(false);
        if (!model.thinks() || !shown) {
            return;
        }
        var thinking = new JsonObject();
        if (budget.isPresent()) {
            thinking.addProperty("thinkingBudget", budget.get());
        } else if (effort.isPresent() && model.levels().isEmpty()) {
            thinking.addProperty("thinkingBudget", budgetOf(effort.get(), chat, endpoint, model));
        } else if (effort.isPresent()) {
            thinking.addProperty("thinkingLevel", model.nearestLevel(effort.get()).toUpperCase(Locale.ROOT));
        }
        thinking.addProperty("includeThoughts", !hidden && effort.filter("none"::equals).isEmpty());
        config.add("thinkingConfig", thinking);
    }

    private static Optional<String> effort(JsonObject chat, JsonObject reasoning) {
        var effort = JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .or(() -> JsonTree.flag(reasoning, "enabled").filter(enabled -> !enabled || !reasoning.has("max_tokens"))
                .map(enabled -> enabled ? "medium" : "none"));
        effort.filter(word -> !EFFORTS.contains(word)).ifPresent(word -> {
            throw JsonTree.wrong("reasoning.effort", "one of %s is expected, not \"%s\"".formatted(EFFORTS, word));
        });
        return effort;
    }

    private static long budgetOf(String effort, JsonObject chat, Endpoint endpoint, Model model) {
        if (effort.equals("none")) {
            return model.mandatory() ? LEAST_BUDGET : 0;
        }
        long most = JsonTree.number(chat, "max_completion_tokens").or(() -> JsonTree.number(chat, "max_tokens"))
            .orElse(endpoint.maxCompletionTokens().orElse(MAX_TOKENS));
        return Math.max(LEAST_BUDGET, Math.min(MOST_BUDGET, (long) (most * PARTS.get(effort))));
    }

    /** True where the client does not want to see what the model thinks. */
    static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
