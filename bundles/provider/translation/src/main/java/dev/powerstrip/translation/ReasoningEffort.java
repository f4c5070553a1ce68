package dev.powerstrip.translation;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** Says OpenRouter's {@code reasoning} object as one of the efforts that a model of OpenAI's knows. */
public final class ReasoningEffort {

    /** From least to most. */
    private static final List<String> ALL = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    /** What each form calls the most that an answer may take. */
    private static final List<String> LIMITS = List.of("max_completion_tokens", "max_tokens", "max_output_tokens");
    /** The part of an answer's tokens from which on a budget means this effort, as OpenRouter reckons. */
    private static final double LOW = 0.15;
    private static final double MEDIUM = 0.35;
    private static final double HIGH = 0.65;

    private ReasoningEffort() {}

    /** Empty where the request wants nothing in particular, or the model does not reason. */
    public static Optional<String> of(JsonView body, Endpoint endpoint) {
        var reasoning = body.get("reasoning");
        var wanted = reasoning.get("effort").string().or(() -> byBudget(body, endpoint))
            .or(() -> bySwitch(reasoning.get("enabled")));
        return wanted.flatMap(effort -> nearest(effort, endpoint.facts()));
    }

    private static Optional<String> byBudget(JsonView body, Endpoint endpoint) {
        var budget = body.get("reasoning").get("max_tokens").integer();
        if (budget.isEmpty()) {
            return Optional.empty();
        }
        long most = LIMITS.stream().map(body::get).map(JsonView::integer).filter(OptionalLong::isPresent).findFirst()
            .orElseGet(endpoint::maxCompletionTokens).orElse(budget.getAsLong());
        double part = (double) budget.getAsLong() / Math.max(1, most);
        return Optional.of(part < LOW ? "minimal" : part < MEDIUM ? "low" : part < HIGH ? "medium" : "high");
    }

    private static Optional<String> bySwitch(JsonView enabled) {
        return enabled.kind() == JsonView.Kind.BOOLEAN ? Optional.of(enabled.isTrue() ? "medium" : "none")
            : Optional.empty();
    }

    /** Where nothing is known of the model its effort is the client's business. */
    private static Optional<String> nearest(String effort, JsonObject facts) {
        if (!facts.has("reasoning")) {
            return facts.has("supported_parameters") ? Optional.empty() : Optional.of(effort);
        }
        var known = StreamSupport
            .stream(facts.getAsJsonObject("reasoning").getAsJsonArray("supported_efforts").spliterator(), false)
            .map(word -> word.getAsString()).toList();
        int wanted = ALL.indexOf(effort);
        if (wanted < 0 || known.contains(effort)) {
            return Optional.of(effort);
        }
        return known.stream().min((a, b) -> Integer.compare(distance(a, wanted), distance(b, wanted)));
    }

    /** Of two efforts equally far away the greater is nearer. */
    private static int distance(String effort, int wanted) {
        int steps = ALL.indexOf(effort) - wanted;
        return steps < 0 ? -2 * steps : 2 * steps - 1;
    }
}
