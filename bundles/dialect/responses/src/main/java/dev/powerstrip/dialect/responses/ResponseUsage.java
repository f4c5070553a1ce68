package dev.powerstrip.dialect.responses;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonNumber;

/** Says usage as Responses counts it, with what it cost. */
final class ResponseUsage {

    private ResponseUsage() {}

    static JsonObject json(Usage usage, AnswerFacts facts) {
        var input = new JsonObject();
        input.addProperty("cached_tokens", usage.cached());
        input.addProperty("cache_write_tokens", usage.cacheWritten());
        var output = new JsonObject();
        output.addProperty("reasoning_tokens", usage.reasoning());
        var json = new JsonObject();
        json.addProperty("input_tokens", usage.prompt());
        json.add("input_tokens_details", input);
        json.addProperty("output_tokens", usage.completion());
        json.add("output_tokens_details", output);
        json.addProperty("total_tokens", usage.total());
        facts.cost(usage).ifPresent(cost -> {
            json.add("cost", JsonNumber.tree(cost));
            json.add("cost_details", costDetails(usage, facts));
        });
        return json;
    }

    private static JsonObject costDetails(Usage usage, AnswerFacts facts) {
        var details = new JsonObject();
        details.add("upstream_inference_cost", JsonNull.INSTANCE);
        facts.promptCost(usage).ifPresent(cost -> details.add("upstream_inference_input_cost", JsonNumber.tree(cost)));
        facts.completionCost(usage)
            .ifPresent(cost -> details.add("upstream_inference_output_cost", JsonNumber.tree(cost)));
        return details;
    }
}
