package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonNumber;

/** Says usage as Anthropic counts it: what was read from the cache, or written to it, stands beside the input. */
final class MessageUsage {

    private MessageUsage() {}

    static JsonObject json(Usage usage) {
        var json = new JsonObject();
        json.addProperty("input_tokens", Math.max(0, usage.prompt() - usage.cached() - usage.cacheWritten()));
        json.addProperty("cache_creation_input_tokens", usage.cacheWritten());
        json.addProperty("cache_read_input_tokens", usage.cached());
        json.addProperty("output_tokens", usage.completion());
        if (usage.reasoning() > 0) {
            var details = new JsonObject();
            details.addProperty("thinking_tokens", usage.reasoning());
            json.add("output_tokens_details", details);
        }
        return json;
    }

    static JsonObject withCost(Usage usage, AnswerFacts facts) {
        var json = json(usage);
        facts.cost(usage).ifPresent(cost -> json.add("cost", JsonNumber.tree(cost)));
        return json;
    }
}
