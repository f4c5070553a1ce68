package dev.powerstrip.translation.messages;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.translation.Typed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Says how much the model is to think: older models are given a budget of tokens, newer ones an effort. Which it is stands
 * in the model's {@code reasoning} fact.
 */
final class Thinking {

    /** From least to most. */
    private static final List<String> EFFORTS = List.of("minimal", "low", "medium", "high", "xhigh", "max");
    /** The part of an answer's tokens that each effort may take, as OpenRouter reckons. */
    private static final Map<String, Double> PARTS = Map.of("minimal", 0.1, "low", 0.2, "medium", 0.5, "high", 0.8,
        "xhigh", 0.95, "max", 0.95);
    private static final long LEAST_BUDGET = 1024;
    private static final long MOST_BUDGET = 128_000;

    private Thinking() {}

    static void add(JsonObject chat, boolean hidden, Endpoint endpoint, Conversation conversation,
        JsonObject message) {
        if (chat.has("thinking")) {
            message.add("thinking", chat.get("thinking"));
            JsonTree.object(chat, "output_config").ifPresent(config -> config.entrySet()
                .forEach(field -> JsonTree.child(message, "output_config").add(field.getKey(), field.getValue())));
            return;
        }
        var model = Model.of(endpoint);
        if (!model.thinks) {
            return;
        }
        JsonTree.text(chat, "verbosity").flatMap(model::nearest)
            .ifPresent(effort -> JsonTree.child(message, "output_config").addProperty("effort", effort));
        var reasoning = JsonTree.object(chat, "reasoning").orElseGet(JsonObject::new);
        var effort = effort(chat, reasoning);
        var budget = JsonTree.number(reasoning, "max_tokens");
        if (effort.filter("none"::equals).isPresent()) {
            message.add("thinking", Typed.of("disabled"));
        } else if ((effort.isPresent() || budget.isPresent()) && !Tools.isForced(message)) {
            if (!model.budgets) {
                addEffort(effort.orElseGet(() -> effortOf(budget.orElse(0L), message)), model, hidden, message);
            } else if (!conversation.lacksThinkingOfOpenCall()) {
                addBudget(budget.orElseGet(() -> budgetOf(effort.orElseThrow(), message)), message);
            }
        }
    }

    private static Optional<String> effort(JsonObject chat, JsonObject reasoning) {
        return JsonTree.text(reasoning, "effort").or(() -> JsonTree.text(chat, "reasoning_effort"))
            .or(() -> JsonTree.flag(reasoning, "enabled").filter(enabled -> !enabled || !reasoning.has("max_tokens"))
                .map(enabled -> enabled ? "medium" : "none"));
    }

    private static void addEffort(String effort, Model model, boolean hidden, JsonObject message) {
        var adaptive = Typed.of("adaptive");
        adaptive.addProperty("display", hidden ? "omitted" : "summarized");
        message.add("thinking", adaptive);
        model.nearest(effort)
            .ifPresent(nearest -> JsonTree.child(message, "output_config").addProperty("effort", nearest));
    }

    private static String effortOf(long budget, JsonObject message) {
        double part = (double) budget / message.get("max_tokens").getAsLong();
        return EFFORTS.stream().filter(effort -> PARTS.get(effort) >= part).findFirst().orElse("xhigh");
    }

    private static void addBudget(long wanted, JsonObject message) {
        long budget = Math.max(LEAST_BUDGET, wanted);
        if (budget >= message.get("max_tokens").getAsLong()) {
            throw JsonTree.wrong("max_tokens", "the model is to think with %d tokens, so more than that are expected"
                .formatted(budget));
        }
        var enabled = Typed.of("enabled");
        enabled.addProperty("budget_tokens", budget);
        message.add("thinking", enabled);
    }

    private static long budgetOf(String effort, JsonObject message) {
        double part = PARTS.getOrDefault(effort, PARTS.get("medium"));
        return Math.min(MOST_BUDGET, (long) (message.get("max_tokens").getAsLong() * part));
    }

    static boolean isOn(JsonObject message) {
        return JsonTree.object(message, "thinking").flatMap(thinking -> JsonTree.text(thinking, "type"))
            .filter(type -> !type.equals("disabled")).isPresent();
    }

    /** True where the client does not want to see what the model thinks. */
    static boolean isHidden(JsonView chat) {
        var include = chat.get("include_reasoning");
        return chat.get("reasoning").get("exclude").isTrue()
            || include.kind() == JsonView.Kind.BOOLEAN && !include.isTrue();
    }

    /** What is known of a model's thinking; one of which nothing is known is taken for a newer one. */
    private record Model(boolean thinks, boolean budgets, List<String> efforts) {

        static Model of(Endpoint endpoint) {
            var facts = endpoint.facts();
            var reasoning = JsonTree.object(facts, "reasoning");
            if (reasoning.isEmpty()) {
                return new Model(!facts.has("supported_parameters"), false, EFFORTS);
            }
            var efforts = reasoning.get().has("supported_efforts") ? StreamSupport
                .stream(reasoning.get().getAsJsonArray("supported_efforts").spliterator(), false)
                .map(JsonElement::getAsString).toList() : List.<String>of();
            return new Model(true, JsonTree.flag(reasoning.get(), "supports_max_tokens").orElse(false), efforts);
        }

        /** The known effort that is nearest; of two, the lesser. */
        Optional<String> nearest(String effort) {
            int wanted = EFFORTS.indexOf(effort);
            return efforts.stream().min((a, b) -> Integer.compare(Math.abs(EFFORTS.indexOf(a) - wanted),
                Math.abs(EFFORTS.indexOf(b) - wanted)));
        }
    }
}
