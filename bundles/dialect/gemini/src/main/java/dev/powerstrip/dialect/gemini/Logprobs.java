package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.json.JsonView;

/** Gathers how likely each token was. */
final class Logprobs {

    private final JsonArray chosen = new JsonArray();
    private final JsonArray top = new JsonArray();
    private double sum;

    void read(JsonView logprobs) {
        for (var token : logprobs.get("content").items()) {
            chosen.add(candidate(token));
            sum += token.get("logprob").number().orElse(0);
            var alternatives = new JsonArray();
            token.get("top_logprobs").items().forEach(other -> alternatives.add(candidate(other)));
            top.add(GenerateToChat.of("candidates", alternatives));
        }
    }

    private static JsonObject candidate(JsonView token) {
        var candidate = new JsonObject();
        GenerateToChat.copy(token, "token", candidate, "token");
        GenerateToChat.copy(token, "logprob", candidate, "logProbability");
        return candidate;
    }

    void addTo(JsonObject json) {
        if (chosen.isEmpty()) {
            return;
        }
        var result = new JsonObject();
        result.add("topCandidates", top);
        result.add("chosenCandidates", chosen);
        json.addProperty("avgLogprobs", sum / chosen.size());
        json.add("logprobsResult", result);
    }
}
