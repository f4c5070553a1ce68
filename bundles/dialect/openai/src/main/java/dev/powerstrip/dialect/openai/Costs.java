package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonNumber;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Says what an answer costs, in the fields that OpenRouter adds to its usage. */
final class Costs {

    private Costs() {}

    /**
     * Sets nothing where the price is not known.
     *
     * @param usage takes the name of a field and its value in JSON
     */
    static void tell(AnswerFacts facts, Usage counted, BiConsumer<String, byte[]> usage) {
        facts.cost(counted).ifPresent(cost -> {
            usage.accept("cost", JsonNumber.of(cost));
            usage.accept("cost_details", details(facts, counted).getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static String details(AnswerFacts facts, Usage counted) {
        var details = new StringBuilder(160).append("{\"upstream_inference_cost\":null");
        facts.promptCost(counted).ifPresent(
            prompt -> details.append(",\"upstream_inference_prompt_cost\":").append(JsonNumber.text(prompt)));
        facts.completionCost(counted).ifPresent(
            completion -> details.append(",\"upstream_inference_completions_cost\":")
                .append(JsonNumber.text(completion)));
        return details.append('}').toString();
    }
}
