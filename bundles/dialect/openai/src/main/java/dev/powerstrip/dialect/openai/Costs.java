package dev.powerstrip.dialect.openai;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import java.util.function.BiConsumer;

/** Says what an answer costs, in the fields that OpenRouter adds to its usage. */
final class Costs {

    private Costs() {}

    /** Sets nothing where the price is not known. */
    static void tell(AnswerFacts facts, Usage counted, BiConsumer<String, JsonElement> usage) {
        facts.cost(counted).ifPresent(cost -> {
            var details = new JsonObject();
            details.add("upstream_inference_cost", JsonNull.INSTANCE);
            facts.promptCost(counted)
                .ifPresent(prompt -> details.add("upstream_inference_prompt_cost", Money.number(prompt)));
            facts.completionCost(counted).ifPresent(
                completion -> details.add("upstream_inference_completions_cost", Money.number(completion)));
            usage.accept("cost", Money.number(cost));
            usage.accept("cost_details", details);
        });
    }
}
