package dev.powerstrip.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.launcher.RefusedException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Understands the lists of models and prices that others publish: OpenRouter's {@code models}, LiteLLM's
 * {@code model_prices_and_context_window.json} and models.dev's {@code api.json}. What it takes are facts of endpoints as
 * {@code etc/models.json} writes them; a price that a list does not tell is not made up.
 */
final class PriceLists {

    /** What others call our providers; those that are called the same are missing. */
    private static final Map<String, String> MODELS_DEV = Map.ofEntries(Map.entry("alibaba", "dashscope"),
        Map.entry("amazon-bedrock", "bedrock"), Map.entry("cloudflare-workers-ai", "cloudflare"),
        Map.entry("fireworks-ai", "fireworks"), Map.entry("github-models", "github"), Map.entry("google", "gemini"),
        Map.entry("google-vertex", "vertex"), Map.entry("google-vertex-anthropic", "vertex"),
        Map.entry("moonshotai", "moonshot"), Map.entry("novita-ai", "novita"),
        Map.entry("snowflake-cortex", "snowflake"), Map.entry("togetherai", "together"));
    private static final Map<String, String> LITELLM = Map.ofEntries(Map.entry("bedrock_converse", "bedrock"),
        Map.entry("cohere_chat", "cohere"), Map.entry("fireworks_ai", "fireworks"),
        Map.entry("together_ai", "together"), Map.entry("vertex_ai-language-models", "vertex"),
        Map.entry("vertex_ai-anthropic_models", "vertex"), Map.entry("azure_ai", "azure"),
        Map.entry("nvidia_nim", "nvidia"), Map.entry("text-completion-openai", "openai"));
    private static final Map<String, String> MODELS_DEV_PRICES = Map.of("input", "prompt", "output", "completion",
        "cache_read", "input_cache_read", "cache_write", "input_cache_write", "reasoning", "internal_reasoning",
        "input_audio", "audio", "output_audio", "audio_output");
    private static final Map<String, String> LITELLM_PRICES = Map.of("input_cost_per_token", "prompt",
        "output_cost_per_token", "completion", "cache_read_input_token_cost", "input_cache_read",
        "cache_creation_input_token_cost", "input_cache_write", "output_cost_per_reasoning_token",
        "internal_reasoning", "input_cost_per_audio_token", "audio", "output_cost_per_audio_token", "audio_output",
        "input_cost_per_request", "request");
    private static final Pattern ABOVE = Pattern.compile("(.*)_above_(\\d+)k_tokens");
    private static final List<String> OPENROUTER_PRICES = List.of("prompt", "completion", "request", "image",
        "image_output", "audio", "audio_output", "web_search", "internal_reasoning", "input_cache_read",
        "input_cache_write", "input_cache_write_1h", "discount", "overrides");
    private static final List<String> OPENROUTER_FACTS = List.of("context_length", "expiration_date",
        "knowledge_cutoff");
    private static final int TOKENS_PRICED = 6;

    private final Map<String, JsonObject> taken = new TreeMap<>();
    private final Map<String, String> left = new TreeMap<>();
    private final String format;

    private PriceLists(String format) {
        this.format = format;
    }

    static PriceLists read(JsonElement json) throws RefusedException {
        if (json.isJsonObject() && json.getAsJsonObject().get("data") instanceof JsonArray models) {
            return openRouter(models);
        }
        if (json.isJsonObject() && holds(json.getAsJsonObject(), "models")) {
            return modelsDev(json.getAsJsonObject());
        }
        if (json.isJsonObject() && holds(json.getAsJsonObject(), "litellm_provider")) {
            return liteLlm(json.getAsJsonObject());
        }
        throw new RefusedException("it is neither OpenRouter's list of models (GET /api/v1/models), nor LiteLLM's "
            + "model_prices_and_context_window.json, nor models.dev's api.json");
    }

    private static boolean holds(JsonObject json, String name) {
        return json.entrySet().stream()
            .anyMatch(member -> member.getValue() instanceof JsonObject object && object.has(name));
    }

    private static PriceLists openRouter(JsonArray models) {
        var lists = new PriceLists("OpenRouter's list");
        for (var element : models) {
            var model = element.getAsJsonObject();
            var facts = new JsonObject();
            OPENROUTER_FACTS.stream().filter(name -> isKnown(model, name))
                .forEach(name -> facts.add(name, model.get(name)));
            lists.take("openrouter/" + model.get("id").getAsString(), facts,
                isKnown(model, "pricing") ? openRouterPrices(model.getAsJsonObject("pricing")) : new JsonObject());
        }
        return lists;
    }

    private static JsonObject openRouterPrices(JsonObject given) {
        var prices = new JsonObject();
        OPENROUTER_PRICES.stream().filter(given::has).forEach(name -> prices.add(name, given.get(name)));
        boolean decidedLater = prices.entrySet().stream().anyMatch(price -> price.getValue().isJsonPrimitive()
            && decimal(price.getValue()).signum() < 0);
        return decidedLater ? new JsonObject() : prices;
    }

    private static PriceLists modelsDev(JsonObject providers) {
        var lists = new PriceLists("models.dev's list");
        providers.entrySet().forEach(provider -> {
            var id = MODELS_DEV.getOrDefault(provider.getKey(), provider.getKey());
            provider.getValue().getAsJsonObject().getAsJsonObject("models").entrySet()
                .forEach(model -> lists.takeModelsDev(id + "/" + model.getKey(), model.getValue().getAsJsonObject()));
        });
        return lists;
    }

    private void takeModelsDev(String key, JsonObject model) {
        var facts = new JsonObject();
        if (isKnown(model, "limit")) {
            copy(model.getAsJsonObject("limit"), "context", facts, "context_length");
            copy(model.getAsJsonObject("limit"), "output", facts, "max_completion_tokens");
        }
        var prices = new JsonObject();
        if (isKnown(model, "cost")) {
            var cost = model.getAsJsonObject("cost");
            MODELS_DEV_PRICES.forEach((theirs, ours) -> perToken(cost, theirs, TOKENS_PRICED, prices, ours));
            addTiers(cost, prices);
        }
        take(key, facts, prices);
    }

    private static void addTiers(JsonObject cost, JsonObject prices) {
        if (cost.get("tiers") instanceof JsonArray tiers) {
            var overrides = new JsonArray();
            for (var element : tiers) {
                var tier = element.getAsJsonObject();
                var override = new JsonObject();
                override.add("min_prompt_tokens", tier.getAsJsonObject("tier").get("size"));
                MODELS_DEV_PRICES.forEach((theirs, ours) -> perToken(tier, theirs, TOKENS_PRICED, override, ours));
                overrides.add(override);
            }
            prices.add("overrides", overrides);
        }
    }

    private static PriceLists liteLlm(JsonObject models) {
        var lists = new PriceLists("LiteLLM's list");
        models.entrySet().stream().filter(model -> !model.getKey().equals("sample_spec"))
            .forEach(model -> lists.takeLiteLlm(model.getKey(), model.getValue().getAsJsonObject()));
        return lists;
    }

    private void takeLiteLlm(String name, JsonObject model) {
        if (!isKnown(model, "litellm_provider")) {
            left.put(name, "it names no provider");
            return;
        }
        var theirs = model.get("litellm_provider").getAsString();
        var nativeName = name.startsWith(theirs + "/") ? name.substring(theirs.length() + 1) : name;
        var facts = new JsonObject();
        copy(model, "max_input_tokens", facts, "context_length");
        copy(model, "max_output_tokens", facts, "max_completion_tokens");
        copy(model, "deprecation_date", facts, "expiration_date");
        var prices = new JsonObject();
        LITELLM_PRICES.forEach((their, our) -> perToken(model, their, 0, prices, our));
        addThresholds(model, prices);
        take(LITELLM.getOrDefault(theirs, theirs) + "/" + nativeName, facts, prices);
    }

    private static void addThresholds(JsonObject model, JsonObject prices) {
        var byThreshold = new TreeMap<Integer, JsonObject>();
        for (var name : model.keySet()) {
            var above = ABOVE.matcher(name);
            if (above.matches() && LITELLM_PRICES.containsKey(above.group(1))) {
                perToken(model, name, 0, byThreshold.computeIfAbsent(Integer.parseInt(above.group(2)) * 1000,
                    any -> new JsonObject()), LITELLM_PRICES.get(above.group(1)));
            }
        }
        if (!byThreshold.isEmpty()) {
            var overrides = new JsonArray();
            byThreshold.forEach((threshold, override) -> {
                override.addProperty("min_prompt_tokens", threshold);
                overrides.add(override);
            });
            prices.add("overrides", overrides);
        }
    }

    private static boolean isKnown(JsonObject json, String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    private static void copy(JsonObject from, String theirs, JsonObject to, String ours) {
        if (isKnown(from, theirs) && !from.get(theirs).getAsString().isEmpty()
            && !from.get(theirs).getAsString().equals("0")) {
            to.add(ours, from.get(theirs));
        }
    }

    /** @param places how many decimal places their unit is away from one token */
    private static void perToken(JsonObject from, String theirs, int places, JsonObject to, String ours) {
        if (isKnown(from, theirs) && from.get(theirs).isJsonPrimitive()) {
            var price = decimal(from.get(theirs)).movePointLeft(places).stripTrailingZeros();
            to.addProperty(ours, price.toPlainString());
        }
    }

    private static BigDecimal decimal(JsonElement value) {
        return new BigDecimal(value.getAsString());
    }

    /** A price list without what a token read or written costs is none: only the other facts are taken then. */
    private void take(String key, JsonObject facts, JsonObject prices) {
        if (prices.has("prompt") && prices.has("completion")) {
            facts.add("pricing", prices);
        } else {
            left.put(key, prices.size() == 0 ? "no price is told" : "not all of a price is told");
        }
        if (facts.size() > 0) {
            taken.put(key, facts);
        }
    }

    String format() {
        return format;
    }

    /** What it says of endpoints, by {@code PROVIDER/NATIVE}; those of one provider only, if one is named. */
    Map<String, JsonObject> taken(Optional<String> provider) {
        return of(taken, provider);
    }

    /** Why the price of an endpoint could not be taken. */
    Map<String, String> left(Optional<String> provider) {
        return of(left, provider);
    }

    private static <T> Map<String, T> of(Map<String, T> all, Optional<String> provider) {
        var some = new LinkedHashMap<String, T>();
        all.forEach((key, value) -> {
            if (provider.map(id -> key.startsWith(id + "/")).orElse(true)) {
                some.put(key, value);
            }
        });
        return some;
    }
}
