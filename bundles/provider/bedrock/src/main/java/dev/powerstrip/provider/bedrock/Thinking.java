package dev.powerstrip.provider.bedrock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Says how much the model is to think, in its own fields: a budget of tokens or an effort to Claude (which of them
 * stands in the model's {@code reasoning} fact), an effort to Nova and to OpenAI's open models.
 */
final class Thinking {

    /** From least to most. */
    private static final List<String> EFFORTS = List.of("minimal", "low", "medium", "high", "xhigh", "max");
    /** The part of an answer's tokens that each effort may take, as OpenRouter reckons. */
    private static final Map<String, Double> PARTS = Map.of("minimal", 0.1, "low", 0.2, "medium", 0.5, "high", 0.8,
        "xhigh", 0.95, "max", 0.95);
    private static final long LEAST_BUDGET = 1024;
    private static final long MOST_BUDGET = 128_000;
    private static final long USUAL_LIMIT = 4096;

    private Thinking() {}

    static void add(JsonObject chat, Endpoint endpoint, Conversation conversation, JsonObject converse) {
        var reasoning = JsonTree.object(chat, "reasoning").orElseGet(JsonObject::new);
        var effort = effort(chat, reasoning);
        var budget = JsonTree.number(reasoning, "max_tokens");
        boolean knowsNone = endpoint.facts().has("supported_parameters") && !endpoint.facts().has("reasoning");
        if (knowsNone || effort.isEmpty() && budget.isEmpty()) {
            return;
        }
        var more = ChatToConverse.more(converse);
        var family = Family.of(endpoint);
        if (family == Family.CLAUDE) {
            addToClaude(effort, budget, endpoint, conversation, converse);
        } else if (family == Family.NOVA) {
            more.add("reasoningConfig", ofNova(effort.orElse("medium")));
        } else if (family == Family.GPT) {
            more.addProperty("reasoning_effort", nearest(effort.orElse("medium"), List.of("low", "medium", "high")));
        }
        if (more.isEmpty()) {
            converse.remove("additionalModelRequestFields");
        }
    }

    private static Optional<String> effort(JsonObject chat, JsonObject reasoning) {
        return JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .or(() -> JsonTree.flag(reasoning, "enabled").filter(enabled -> !enabled || !reasoning.has("max_tokens"))
                .map(enabled -> enabled ? "medium" : "none"));
    }

    private static JsonObject ofNova(String effort) {
        if (effort.equals("none")) {
            return JsonTree.of("type", "disabled");
        }
        var enabled = JsonTree.of("type", "enabled");
        enabled.addProperty("maxReasoningEffort", nearest(effort, List.of("low", "medium", "high")));
        return enabled;
    }

    private static void addToClaude(Optional<String> effort, Optional<Long> budget, Endpoint endpoint,
        Conversation conversation, JsonObject converse) {
        var more = ChatToConverse.more(converse);
        if (effort.filter("none"::equals).isPresent()) {
            more.add("thinking", JsonTree.of("type", "disabled"));
        } else if (Tools.isForced(converse)) {
            // Claude refuses both together, and the client needs the tool's call to go on.
            return;
        } else if (!takesBudgets(endpoint)) {
            more.add("thinking", JsonTree.of("type", "adaptive"));
            effort.or(() -> budget.map(tokens -> effortOf(tokens, converse)))
                .flatMap(wanted -> known(endpoint).isEmpty() ? Optional.empty()
                    : Optional.of(nearest(wanted, known(endpoint))))
                .ifPresent(known -> JsonTree.child(more, "output_config").addProperty("effort", known));
        } else if (!conversation.lacksThinkingOfOpenCall()) {
            addBudget(budget.orElseGet(() -> budgetOf(effort.orElseThrow(), endpoint, converse)), converse);
        }
    }

    private static boolean takesBudgets(Endpoint endpoint) {
        return JsonTree.object(endpoint.facts(), "reasoning")
            .flatMap(reasoning -> JsonTree.flag(reasoning, "supports_max_tokens")).orElse(false);
    }

    private static List<String> known(Endpoint endpoint) {
        return JsonTree.object(endpoint.facts(), "reasoning").filter(reasoning -> reasoning.has("supported_efforts"))
            .map(reasoning -> StreamSupport.stream(reasoning.getAsJsonArray("supported_efforts").spliterator(), false)
                .map(JsonElement::getAsString).toList())
            .orElse(List.of());
    }

    private static String nearest(String effort, List<String> known) {
        int wanted = EFFORTS.indexOf(effort);
        return known.stream().min((a, b) -> Integer.compare(Math.abs(EFFORTS.indexOf(a) - wanted),
            Math.abs(EFFORTS.indexOf(b) - wanted))).orElseThrow();
    }

    private static String effortOf(long budget, JsonObject converse) {
        double part = (double) budget / limit(converse).orElse(USUAL_LIMIT);
        return EFFORTS.stream().filter(effort -> PARTS.get(effort) >= part).findFirst().orElse("xhigh");
    }

    private static long budgetOf(String effort, Endpoint endpoint, JsonObject converse) {
        double part = PARTS.getOrDefault(effort, PARTS.get("medium"));
        long limit = limit(converse).orElse(endpoint.maxCompletionTokens().orElse(2 * USUAL_LIMIT));
        return Math.min(MOST_BUDGET, (long) (limit * part));
    }

    /** The answer's limit holds the thoughts too. */
    private static void addBudget(long wanted, JsonObject converse) {
        long budget = Math.max(LEAST_BUDGET, wanted);
        if (limit(converse).filter(limit -> limit <= budget).isPresent()) {
            throw JsonTree.wrong("max_tokens", "the model is to think with %d tokens, so more than that are expected"
                .formatted(budget));
        }
        if (limit(converse).isEmpty()) {
            JsonTree.child(converse, "inferenceConfig").addProperty("maxTokens", budget + USUAL_LIMIT);
        }
        var enabled = JsonTree.of("type", "enabled");
        enabled.addProperty("budget_tokens", budget);
        ChatToConverse.more(converse).add("thinking", enabled);
    }

    private static Optional<Long> limit(JsonObject converse) {
        return JsonTree.object(converse, "inferenceConfig").flatMap(config -> JsonTree.number(config, "maxTokens"));
    }

    static boolean isOn(JsonObject converse) {
        return JsonTree.object(converse, "additionalModelRequestFields")
            .flatMap(more -> JsonTree.object(more, "thinking")).flatMap(thinking -> JsonTree.text(thinking, "type"))
            .filter(type -> !type.equals("disabled")).isPresent();
    }

    /** True where the client does not want to see what the model thinks. */
    static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }
}
