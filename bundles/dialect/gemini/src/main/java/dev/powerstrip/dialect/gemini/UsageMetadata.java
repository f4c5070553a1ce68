package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Usage;
import java.math.BigDecimal;

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
        facts.cost(usage).ifPresent(cost -> json.add("cost", number(cost)));
        return json;
    }

    /** An exact number without an exponent. */
    static JsonElement number(BigDecimal amount) {
        return JsonParser.parseString(amount.stripTrailingZeros().toPlainString());
    }
}
