package dev.powerstrip.translation.generate;

import com.google.gson.JsonElement;
import dev.powerstrip.sdk.json.JsonTree;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What is known of a model: its generation by its name, its thinking by the catalogue.
 *
 * @param levels the levels of thinking that it knows, least first; empty where it is given a budget
 * @param mandatory whether it cannot answer without thinking
 */
record Model(int generation, boolean thinks, List<String> levels, boolean mandatory) {

    /** The first generation that thinks by levels and insists on its signatures. */
    private static final int THIRD = 3;
    private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");
    private static final Pattern NAME = Pattern.compile("gemini-([0-9]+).*");

    static Model of(Endpoint endpoint) {
        var name = NAME.matcher(endpoint.nativeId());
        int generation = name.matches() ? Integer.parseInt(name.group(1)) : 0;
        var facts = endpoint.facts();
        var reasoning = JsonTree.object(facts, "reasoning");
        if (reasoning.isEmpty()) {
            return new Model(generation, !facts.has("supported_parameters"),
                generation >= THIRD ? LEVELS : List.of(), false);
        }
        var levels = reasoning.get().has("supported_efforts") ? StreamSupport
            .stream(reasoning.get().getAsJsonArray("supported_efforts").spliterator(), false)
            .map(JsonElement::getAsString).toList() : List.<String>of();
        return new Model(generation, true, levels, JsonTree.flag(reasoning.get(), "mandatory").orElse(false));
    }

    boolean wantsSignatures() {
        return generation >= THIRD;
    }

    /** The known level that is nearest; of two, the lesser. */
    String nearestLevel(String effort) {
        int wanted = Thinking.rank(effort);
        return levels.stream().min((a, b) -> Integer.compare(Math.abs(Thinking.rank(a) - wanted),
            Math.abs(Thinking.rank(b) - wanted))).orElseThrow();
    }
}
