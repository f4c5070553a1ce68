package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Pricing;
import java.util.List;
import java.util.OptionalLong;

/** What the catalogue knows of one endpoint, as JSON; {@code null} for what it does not know. */
record EndpointFacts(Endpoint endpoint, JsonObject facts) {

    EndpointFacts(Endpoint endpoint) {
        this(endpoint, endpoint.facts());
    }

    JsonElement fact(String name) {
        return facts.has(name) ? facts.get(name) : JsonNull.INSTANCE;
    }

    JsonElement contextLength() {
        return number(endpoint.contextLength());
    }

    JsonElement maxCompletionTokens() {
        return number(endpoint.maxCompletionTokens());
    }

    private static JsonElement number(OptionalLong value) {
        return value.isPresent() ? new JsonPrimitive(value.getAsLong()) : JsonNull.INSTANCE;
    }

    JsonElement pricing() {
        return endpoint.pricing().<JsonElement>map(Pricing::json).orElse(JsonNull.INSTANCE);
    }

    /** A chat model of which nothing is said reads and writes text. */
    List<String> modalities(String name) {
        var known = endpoint.words(name);
        return known.isEmpty() ? List.of("text") : known;
    }

    /** True if it is known to forget at once what it is told. */
    boolean keepsNothing() {
        return fact("data_policy") instanceof JsonObject policy && policy.has("retention_days")
            && policy.get("retention_days").isJsonPrimitive() && policy.get("retention_days").getAsLong() == 0;
    }

    static JsonArray array(List<String> words) {
        var array = new JsonArray();
        words.forEach(array::add);
        return array;
    }
}
