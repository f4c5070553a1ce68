package dev.powerstrip.sdk.provider;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint charges, in US dollars per token and per request, as exact decimals. A price that is not known is not
 * here at all: see {@link Endpoint#pricing()}.
 *
 * @param cacheRead per prompt token read from the provider's cache
 * @param cacheWrite per prompt token written to it
 * @param tiers other prices for longer prompts, the shorter first
 */
public record Pricing(BigDecimal prompt, BigDecimal completion, BigDecimal request, BigDecimal cacheRead,
    BigDecimal cacheWrite, List<Tier> tiers) {

    private static final String OVERRIDES = "overrides";
    private static final String THRESHOLD = "min_prompt_tokens";

    /** What is charged for prompts of more than so many tokens. */
    public record Tier(long minPromptTokens, Pricing pricing) {}

    /**
     * Prices as {@code models.json} writes them: decimal strings under {@code prompt}, {@code completion},
     * {@code request}, {@code input_cache_read}, {@code input_cache_write}; the cache's default to the prompt's. Each of
     * {@code overrides} changes some of them for prompts of more than {@code min_prompt_tokens}.
     *
     * @throws IllegalArgumentException if {@code prompt} or {@code completion} is missing or one is no number
     */
    public static Pricing of(JsonObject json) {
        var tiers = new ArrayList<Tier>();
        if (json.has(OVERRIDES)) {
            for (var override : json.getAsJsonArray(OVERRIDES)) {
                tiers.add(tier(json, override.getAsJsonObject()));
            }
            tiers.sort(Comparator.comparingLong(Tier::minPromptTokens));
        }
        return of(json, List.copyOf(tiers));
    }

    private static Pricing of(JsonObject json, List<Tier> tiers) {
        var prompt = price(json, "prompt").orElseThrow(() -> missing("prompt"));
        return new Pricing(prompt, price(json, "completion").orElseThrow(() -> missing("completion")),
            price(json, "request").orElse(BigDecimal.ZERO), price(json, "input_cache_read").orElse(prompt),
            price(json, "input_cache_write").orElse(prompt), tiers);
    }

    private static Tier tier(JsonObject base, JsonObject override) {
        if (!override.has(THRESHOLD)) {
            throw new IllegalArgumentException(
                "pricing.overrides: one has no %s, the only condition that is known".formatted(THRESHOLD));
        }
        var merged = base.deepCopy();
        override.entrySet().forEach(price -> merged.add(price.getKey(), price.getValue()));
        return new Tier(override.get(THRESHOLD).getAsLong(), of(merged, List.of()));
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(
            "pricing.%s is missing: write US dollars per token, such as \"0.0000015\"".formatted(name));
    }

    private static Optional<BigDecimal> price(JsonObject json, String name) {
        if (!json.has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.get(name).getAsBigDecimal());
        } catch (NumberFormatException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                "pricing.%s is no number: write US dollars per token, such as \"0.0000015\"".formatted(name), e);
        }
    }

    /** The prices as {@code models.json} and the catalogue write them. */
    public JsonObject json() {
        var json = new JsonObject();
        json.addProperty("prompt", prompt.toPlainString());
        json.addProperty("completion", completion.toPlainString());
        json.addProperty("request", request.toPlainString());
        json.addProperty("input_cache_read", cacheRead.toPlainString());
        json.addProperty("input_cache_write", cacheWrite.toPlainString());
        if (!tiers.isEmpty()) {
            var overrides = new JsonArray();
            tiers.forEach(tier -> {
                var override = tier.pricing.json();
                override.addProperty(THRESHOLD, tier.minPromptTokens);
                overrides.add(override);
            });
            json.add(OVERRIDES, overrides);
        }
        return json;
    }

    /** The prices that hold for a prompt of that length. */
    private Pricing at(Usage usage) {
        var now = this;
        for (var tier : tiers) {
            now = usage.prompt() > tier.minPromptTokens ? tier.pricing : now;
        }
        return now;
    }

    /** What reading the prompt costs, in US dollars. */
    public BigDecimal promptCost(Usage usage) {
        var now = at(usage);
        return now.prompt.multiply(BigDecimal.valueOf(usage.prompt() - usage.cached() - usage.cacheWritten()))
            .add(now.cacheRead.multiply(BigDecimal.valueOf(usage.cached())))
            .add(now.cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWritten())));
    }

    /** What generating costs, in US dollars. */
    public BigDecimal completionCost(Usage usage) {
        return at(usage).completion.multiply(BigDecimal.valueOf(usage.completion()));
    }

    /** What the whole call costs, in US dollars. */
    public BigDecimal cost(Usage usage) {
        return promptCost(usage).add(completionCost(usage)).add(at(usage).request).stripTrailingZeros();
    }
}
