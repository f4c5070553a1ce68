package dev.powerstrip.sdk.provider;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an endpoint charges, in US dollars per token and per request, as exact decimals. A price that is not known is not
 * here at all: see {@link Endpoint#pricing()}.
 *
 * @param cacheRead per prompt token read from the provider's cache
 * @param cacheWrite per prompt token written to it
 */
public record Pricing(BigDecimal prompt, BigDecimal completion, BigDecimal request, BigDecimal cacheRead,
    BigDecimal cacheWrite) {

    /**
     * Prices as {@code models.json} writes them: decimal strings under {@code prompt}, {@code completion},
     * {@code request}, {@code input_cache_read}, {@code input_cache_write}; the cache's default to the prompt's.
     *
     * @throws IllegalArgumentException if {@code prompt} or {@code completion} is missing or one is no number
     */
    public static Pricing of(JsonObject json) {
        var prompt = price(json, "prompt").orElseThrow(() -> missing("prompt"));
        return new Pricing(prompt, price(json, "completion").orElseThrow(() -> missing("completion")),
            price(json, "request").orElse(BigDecimal.ZERO), price(json, "input_cache_read").orElse(prompt),
            price(json, "input_cache_write").orElse(prompt));
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
        return json;
    }

    /** What reading the prompt costs, in US dollars. */
    public BigDecimal promptCost(Usage usage) {
        return prompt.multiply(BigDecimal.valueOf(usage.prompt() - usage.cached() - usage.cacheWritten()))
            .add(cacheRead.multiply(BigDecimal.valueOf(usage.cached())))
            .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWritten())));
    }

    /** What generating costs, in US dollars. */
    public BigDecimal completionCost(Usage usage) {
        return completion.multiply(BigDecimal.valueOf(usage.completion()));
    }

    /** What the whole call costs, in US dollars. */
    public BigDecimal cost(Usage usage) {
        return promptCost(usage).add(completionCost(usage)).add(request).stripTrailingZeros();
    }
}
