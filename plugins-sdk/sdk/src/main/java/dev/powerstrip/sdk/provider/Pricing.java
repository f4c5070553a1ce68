package dev.powerstrip.sdk.provider;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.form.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an endpoint charges, in US dollars per token, piece, second and request, as exact decimals. A price that is not known is
 * not here at all: see {@link Endpoint#pricing()}.
 *
 * <p>A call costs {@code (1 - discount) x (request + image x images + the price of each token +
 * image_made x pictures made + character x characters spoken + second x seconds heard) + web_search x searches};
 * a rerank that counts search units, {@code request} for each of them. A token costs what its kind costs, or what {@link Rate} says where its kind has no price of its own; one of sound that
 * was cached costs what a cached one costs. Nothing is rounded.
 *
 * @param rates what is given, {@code prompt} and {@code completion} always
 * @param tiers what changes under which condition; of those that hold at once a later one wins, rate by rate
 */
public record Pricing(Map<Rate, BigDecimal> rates, List<Tier> tiers) {

    private static final String OVERRIDES = "overrides";
    private static final String THRESHOLD = "min_prompt_tokens";
    private static final String START = "utc_start";
    private static final String END = "utc_end";
    private static final String HOW = "write US dollars per token as a decimal string, such as \"0.0000015\"";

    /** The given rates, and those of the tiers. */
    public Pricing {
        var copy = new EnumMap<Rate, BigDecimal>(Rate.class);
        copy.putAll(rates);
        rates = Collections.unmodifiableMap(copy);
        tiers = List.copyOf(tiers);
    }

    /** Prices that know only these rates. */
    public Pricing(BigDecimal prompt, BigDecimal completion, BigDecimal request, BigDecimal cacheRead,
        BigDecimal cacheWrite, List<Tier> tiers) {
        this(Map.of(Rate.PROMPT, prompt, Rate.COMPLETION, completion, Rate.REQUEST, request, Rate.CACHE_READ,
            cacheRead, Rate.CACHE_WRITE, cacheWrite), tiers);
    }

    /**
     * What is charged for prompts of more than so many tokens, within a time of the day.
     *
     * @param pricing the base's rates, with those that change
     * @param hours the time of the day
     * @param changes which rates change
     */
    public record Tier(long minPromptTokens, Pricing pricing, Hours hours, List<Rate> changes) {

        /** A tier of any time of the day that changes every rate it has. */
        public Tier(long minPromptTokens, Pricing pricing) {
            this(minPromptTokens, pricing, Hours.ALL_DAY, List.copyOf(pricing.rates.keySet()));
        }

        boolean holds(long promptTokens, Instant when) {
            return promptTokens > minPromptTokens && hours.contain(when);
        }
    }

    /**
     * Prices as {@code models.json} writes them: decimal strings under the words of {@link Rate}. Each of
     * {@code overrides} changes some of them for prompts of more than {@code min_prompt_tokens}, from {@code utc_start}
     * to {@code utc_end} ({@code "HHMM"}, the end not included, over midnight if it is earlier), or both.
     *
     * @throws IllegalArgumentException if {@code prompt} or {@code completion} is missing, or a member is unknown, no
     *         decimal or below zero; the message names it
     */
    public static Pricing of(JsonObject json) {
        var rates = rates(json, "pricing", List.of(OVERRIDES));
        for (var rate : List.of(Rate.PROMPT, Rate.COMPLETION)) {
            if (!rates.containsKey(rate)) {
                throw new IllegalArgumentException("pricing.%s is missing: %s".formatted(rate.word(), HOW));
            }
        }
        var tiers = new ArrayList<Tier>();
        if (json.has(OVERRIDES)) {
            for (var override : array(json.get(OVERRIDES))) {
                tiers.add(tier(rates, override, "pricing.overrides[" + tiers.size() + "]"));
            }
        }
        return new Pricing(rates, tiers);
    }

    private static JsonArray array(JsonElement overrides) {
        if (!overrides.isJsonArray()) {
            throw new IllegalArgumentException("pricing.overrides is no array");
        }
        return overrides.getAsJsonArray();
    }

    private static Map<Rate, BigDecimal> rates(JsonObject json, String path, List<String> besides) {
        var rates = new EnumMap<Rate, BigDecimal>(Rate.class);
        for (var member : json.entrySet()) {
            if (!besides.contains(member.getKey())) {
                var rate = Rate.of(member.getKey()).orElseThrow(() -> new IllegalArgumentException(
                    "%s.%s is no price that is known".formatted(path, member.getKey())));
                rates.put(rate, decimal(member.getValue(), path + "." + member.getKey()));
            }
        }
        return rates;
    }

    private static BigDecimal decimal(JsonElement value, String path) {
        try {
            var decimal = value.getAsBigDecimal();
            if (decimal.signum() < 0) {
                throw new IllegalArgumentException("%s is below zero: a price that nobody knows is \"pricing\": null"
                    .formatted(path));
            }
            return decimal;
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw new IllegalArgumentException("%s is no number: %s".formatted(path, HOW), e);
        }
    }

    private static Tier tier(Map<Rate, BigDecimal> base, JsonElement element, String path) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException(path + " is no object");
        }
        var json = element.getAsJsonObject();
        if (!json.has(THRESHOLD) && !json.has(START)) {
            throw new IllegalArgumentException("%s has no condition: give it %s, or %s and %s".formatted(path,
                THRESHOLD, START, END));
        }
        var changes = rates(json, path, List.of(THRESHOLD, START, END));
        var merged = new EnumMap<Rate, BigDecimal>(base);
        merged.putAll(changes);
        long threshold = json.has(THRESHOLD) ? decimal(json.get(THRESHOLD), path + "." + THRESHOLD).longValue() : -1;
        var hours = json.has(START) || json.has(END)
            ? Hours.of(text(json, START, path), text(json, END, path), path) : Hours.ALL_DAY;
        return new Tier(threshold, new Pricing(merged, List.of()), hours, List.copyOf(changes.keySet()));
    }

    private static String text(JsonObject json, String name, String path) {
        if (!json.has(name) || !json.get(name).isJsonPrimitive()) {
            throw new IllegalArgumentException("%s.%s is missing: write UTC as \"HHMM\"".formatted(path, name));
        }
        return json.get(name).getAsString();
    }

    /** The prices as {@code models.json} and the catalogue write them: what is given, nothing that follows from it. */
    public JsonObject json() {
        var json = json(rates, List.copyOf(rates.keySet()));
        if (!tiers.isEmpty()) {
            var overrides = new JsonArray();
            tiers.forEach(tier -> overrides.add(json(tier)));
            json.add(OVERRIDES, overrides);
        }
        return json;
    }

    private static JsonObject json(Tier tier) {
        var json = new JsonObject();
        if (tier.minPromptTokens >= 0) {
            json.addProperty(THRESHOLD, tier.minPromptTokens);
        }
        if (!tier.hours.equals(Hours.ALL_DAY)) {
            json.addProperty(START, tier.hours.start());
            json.addProperty(END, tier.hours.end());
        }
        json(tier.pricing.rates, tier.changes).entrySet().forEach(rate -> json.add(rate.getKey(), rate.getValue()));
        return json;
    }

    private static JsonObject json(Map<Rate, BigDecimal> rates, List<Rate> which) {
        var json = new JsonObject();
        which.forEach(rate -> json.add(rate.word(), rate == Rate.DISCOUNT ? new JsonPrimitive(rates.get(rate))
            : new JsonPrimitive(rates.get(rate).toPlainString())));
        return json;
    }

    /** The prices that hold for a prompt of that length at that time, without conditions. */
    public Pricing at(long promptTokens, Instant when) {
        var now = this;
        for (var tier : tiers) {
            if (tier.holds(promptTokens, when)) {
                now = now == this ? tier.pricing : now.changed(tier);
            }
        }
        return now.tiers.isEmpty() ? now : new Pricing(rates, List.of());
    }

    private Pricing changed(Tier tier) {
        var changed = new EnumMap<Rate, BigDecimal>(rates);
        tier.changes.forEach(rate -> changed.put(rate, tier.pricing.rates.get(rate)));
        return new Pricing(changed, List.of());
    }

    /** The rate that holds now, before any discount: the one given, else the one it falls back to, else nothing. */
    public BigDecimal rate(Rate rate) {
        var given = rates.get(rate);
        return given != null ? given : rate.otherwise().map(this::rate).orElse(BigDecimal.ZERO);
    }

    /** True if that rate has a price of its own. */
    public boolean gives(Rate rate) {
        return rates.containsKey(rate) || tiers.stream().anyMatch(tier -> tier.changes.contains(rate));
    }

    /** True if nothing is ever charged. */
    public boolean isFree() {
        return rates.values().stream().allMatch(price -> price.signum() == 0)
            && tiers.stream().allMatch(tier -> tier.pricing.isFree());
    }

    public BigDecimal prompt() {
        return rate(Rate.PROMPT);
    }

    public BigDecimal completion() {
        return rate(Rate.COMPLETION);
    }

    public BigDecimal request() {
        return rate(Rate.REQUEST);
    }

    public BigDecimal cacheRead() {
        return rate(Rate.CACHE_READ);
    }

    public BigDecimal cacheWrite() {
        return rate(Rate.CACHE_WRITE);
    }

    /** What reading the prompt costs, in US dollars, where the time of the day does not matter. */
    public BigDecimal promptCost(Usage usage) {
        return promptCost(usage, Instant.EPOCH);
    }

    /** What reading the prompt costs, in US dollars. */
    public BigDecimal promptCost(Usage usage, Instant when) {
        var now = at(usage.prompt(), when);
        return now.discounted(now.promptPrice(usage));
    }

    /** What generating costs, in US dollars, where the time of the day does not matter. */
    public BigDecimal completionCost(Usage usage) {
        return completionCost(usage, Instant.EPOCH);
    }

    /** What generating costs, in US dollars. */
    public BigDecimal completionCost(Usage usage, Instant when) {
        var now = at(usage.prompt(), when);
        return now.discounted(now.completionPrice(usage));
    }

    /** What the whole call costs, in US dollars, where the time of the day does not matter. */
    public BigDecimal cost(Usage usage) {
        return cost(usage, Instant.EPOCH);
    }

    /**
     * What the whole call costs, in US dollars.
     *
     * @param when when the call began: it decides between prices that change with the time of the day
     */
    public BigDecimal cost(Usage usage, Instant when) {
        var now = at(usage.prompt(), when);
        var price = now.promptPrice(usage).add(now.completionPrice(usage))
            .add(now.times(Rate.REQUEST, Math.max(1, usage.searchUnits())))
            .add(now.times(Rate.IMAGE, usage.images())).add(now.times(Rate.IMAGE_MADE, usage.imagesMade()))
            .add(now.times(Rate.CHARACTER, usage.characters()))
            .add(now.times(Rate.SECOND, usage.millisecondsHeard()).movePointLeft(3));
        return now.discounted(price).add(now.times(Rate.WEB_SEARCH, usage.searches())).stripTrailingZeros();
    }

    /** The usage of that request, with what the request itself tells and is charged for. */
    public Usage counted(Usage usage, ModelRequest request) {
        var shown = gives(Rate.IMAGE) ? usage.withImages(request.images()) : usage;
        return gives(Rate.CHARACTER) ? shown.withCharacters(request.characters()) : shown;
    }

    /** False where it charges for what nobody counted: what an answer with that usage cost cannot be told then. */
    public boolean covers(Usage usage) {
        boolean pieces = usage.imagesMade() > 0 || usage.millisecondsHeard() > 0;
        boolean tokens = usage.total() > 0 || !usage.estimated() && !pieces;
        return (tokens || isFree(Rate.PROMPT) && isFree(Rate.COMPLETION))
            && (isFree(Rate.IMAGE_MADE) || usage.imagesMade() > 0)
            && (isFree(Rate.SECOND) || usage.millisecondsHeard() > 0);
    }

    private boolean isFree(Rate rate) {
        return rate(rate).signum() == 0 && tiers.stream().allMatch(tier -> tier.pricing.rate(rate).signum() == 0);
    }

    private BigDecimal promptPrice(Usage usage) {
        long fresh = usage.prompt() - usage.cached() - usage.cacheWritten();
        long audio = Math.min(usage.audio(), Math.max(0, fresh));
        return times(Rate.PROMPT, fresh - audio).add(times(Rate.CACHE_READ, usage.cached()))
            .add(times(Rate.CACHE_WRITE, usage.cacheWritten() - usage.cacheWrittenForAnHour()))
            .add(times(Rate.CACHE_WRITE_HOUR, usage.cacheWrittenForAnHour())).add(times(Rate.AUDIO, audio));
    }

    private BigDecimal completionPrice(Usage usage) {
        long plain = usage.completion() - usage.reasoning() - usage.audioCompletion() - usage.imageCompletion();
        return times(Rate.COMPLETION, plain).add(times(Rate.REASONING, usage.reasoning()))
            .add(times(Rate.AUDIO_OUTPUT, usage.audioCompletion()))
            .add(times(Rate.IMAGE_OUTPUT, usage.imageCompletion()));
    }

    private BigDecimal times(Rate rate, long count) {
        return count == 0 ? BigDecimal.ZERO : rate(rate).multiply(BigDecimal.valueOf(count));
    }

    private BigDecimal discounted(BigDecimal price) {
        var discount = rates.get(Rate.DISCOUNT);
        return discount == null ? price : price.multiply(BigDecimal.ONE.subtract(discount));
    }
}
