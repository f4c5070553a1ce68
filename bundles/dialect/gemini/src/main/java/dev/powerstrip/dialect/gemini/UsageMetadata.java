package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonNumber;

/** Says usage as Google counts it: thoughts stand beside the answer, what came from the cache within the prompt. */
final class UsageMetadata {

    private UsageMetadata() {}

    static JsonObject json(Usage usage, AnswerFacts facts) {
        var json = new JsonObject();
        json.addProperty("promptTokenCount", usage.prompt());
        if (usage.cached() > 0) {
            json.addProperty("cachedContentTokenCount", usage.cached());
        }
        json.addProperty("candidatesTokenCount", Math.max(0, usage.completion() - usage.reasoning()));
        if (usage.reasoning() > 0) {
            json.addProperty("thoughtsTokenCount", usage.reasoning());
        }
        json.addProperty("totalTokenCount", usage.total());
        facts.cost(usage).ifPresent(cost -> json.add("cost", JsonNumber.tree(cost)));
        return json;
    }
}
