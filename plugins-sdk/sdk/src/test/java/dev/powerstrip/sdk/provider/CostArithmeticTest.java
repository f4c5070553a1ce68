package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.form.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what calls cost with the published arithmetic, done here by hand on price lists drawn at random. */
class CostArithmeticTest {

    private static final int CASES = 240;
    private static final List<String> OPTIONAL = List.of("request", "image", "image_output", "audio", "audio_output",
        "web_search", "internal_reasoning", "input_cache_read", "input_cache_write", "input_cache_write_1h");
    private static final Map<String, String> OTHERWISE = Map.of("audio", "prompt", "input_cache_read", "prompt",
        "input_cache_write", "prompt", "input_cache_write_1h", "input_cache_write", "audio_output", "completion",
        "image_output", "completion", "internal_reasoning", "completion");

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void costsWhatThePublishedArithmeticSaysToTheLastDecimal(String name, JsonObject prices, Counts counts,
        int minute) {
        var when = Instant.parse("2026-03-01T00:00:00Z").plusSeconds(minute * 60L);

        var cost = Pricing.of(prices).cost(counts.usage(), when);

        assertThat(cost).isEqualByComparingTo(byHand(prices, counts, minute));
        assertThat(Pricing.of(Pricing.of(prices).json()).cost(counts.usage(), when)).isEqualTo(cost);
    }

    static Stream<Arguments> cases() {
        return IntStream.range(0, CASES).mapToObj(seed -> {
            var random = new Random(seed);
            return Arguments.of("case " + seed, prices(random), Counts.draw(random),
                random.nextInt(24 * 60));
        });
    }

    private static JsonObject prices(Random random) {
        var prices = new JsonObject();
        prices.addProperty("prompt", price(random));
        prices.addProperty("completion", price(random));
        addSome(prices, OPTIONAL, random);
        if (random.nextInt(4) == 0) {
            prices.addProperty("discount", new BigDecimal(random.nextInt(1000)).movePointLeft(3));
        }
        if (random.nextBoolean()) {
            var overrides = new JsonArray();
            IntStream.range(0, 1 + random.nextInt(3)).forEach(any -> overrides.add(override(random)));
            prices.add("overrides", overrides);
        }
        return prices;
    }

    private static JsonObject override(Random random) {
        var override = new JsonObject();
        boolean byLength = random.nextBoolean();
        if (byLength) {
            override.addProperty("min_prompt_tokens", List.of(1000, 128_000, 200_000, 272_000).get(random.nextInt(4)));
        }
        if (!byLength || random.nextInt(3) == 0) {
            override.addProperty("utc_start", "%02d%02d".formatted(random.nextInt(24), random.nextInt(60)));
            override.addProperty("utc_end", "%02d%02d".formatted(random.nextInt(24), random.nextInt(60)));
        }
        addSome(override, List.of("prompt", "completion", "input_cache_read", "input_cache_write",
            "internal_reasoning", "image", "request"), random);
        return override;
    }

    private static void addSome(JsonObject prices, List<String> names, Random random) {
        names.stream().filter(any -> random.nextInt(3) == 0).forEach(name -> prices.addProperty(name, price(random)));
    }

    /** From a nano-dollar to some cents, with up to fourteen decimals. */
    private static String price(Random random) {
        return new BigDecimal(random.nextInt(100_000_000)).movePointLeft(7 + random.nextInt(8)).toPlainString();
    }

    private static BigDecimal byHand(JsonObject prices, Counts counts, int minute) {
        var now = new HashMap<String, BigDecimal>();
        take(prices, now);
        if (prices.has("overrides")) {
            for (var element : prices.getAsJsonArray("overrides")) {
                var override = element.getAsJsonObject();
                if (holds(override, counts.prompt, minute)) {
                    take(override, now);
                }
            }
        }
        var fresh = counts.prompt - counts.cached - counts.written;
        var sum = BigDecimal.ZERO;
        sum = sum.add(of(now, "prompt").multiply(new BigDecimal(fresh - counts.audio)));
        sum = sum.add(of(now, "audio").multiply(new BigDecimal(counts.audio)));
        sum = sum.add(of(now, "input_cache_read").multiply(new BigDecimal(counts.cached)));
        sum = sum.add(of(now, "input_cache_write").multiply(new BigDecimal(counts.written - counts.writtenForAnHour)));
        sum = sum.add(of(now, "input_cache_write_1h").multiply(new BigDecimal(counts.writtenForAnHour)));
        sum = sum.add(of(now, "completion").multiply(new BigDecimal(
            counts.completion - counts.reasoning - counts.spoken - counts.painted)));
        sum = sum.add(of(now, "internal_reasoning").multiply(new BigDecimal(counts.reasoning)));
        sum = sum.add(of(now, "audio_output").multiply(new BigDecimal(counts.spoken)));
        sum = sum.add(of(now, "image_output").multiply(new BigDecimal(counts.painted)));
        sum = sum.add(of(now, "image").multiply(new BigDecimal(counts.images)));
        sum = sum.add(of(now, "request"));
        sum = sum.subtract(sum.multiply(of(now, "discount")));
        return sum.add(of(now, "web_search").multiply(new BigDecimal(counts.searches)));
    }

    private static void take(JsonObject from, Map<String, BigDecimal> into) {
        from.entrySet().stream().filter(price -> price.getValue().isJsonPrimitive())
            .filter(price -> !price.getKey().startsWith("utc_") && !price.getKey().startsWith("min_"))
            .forEach(price -> into.put(price.getKey(), new BigDecimal(price.getValue().getAsString())));
    }

    private static BigDecimal of(Map<String, BigDecimal> now, String name) {
        if (now.containsKey(name)) {
            return now.get(name);
        }
        return OTHERWISE.containsKey(name) ? of(now, OTHERWISE.get(name)) : BigDecimal.ZERO;
    }

    private static boolean holds(JsonObject override, long prompt, int minute) {
        if (override.has("min_prompt_tokens") && prompt <= override.get("min_prompt_tokens").getAsLong()) {
            return false;
        }
        if (!override.has("utc_start")) {
            return true;
        }
        int start = minute(override.get("utc_start").getAsString());
        int end = minute(override.get("utc_end").getAsString());
        return start == end || (start < end ? minute >= start && minute < end : minute >= start || minute < end);
    }

    private static int minute(String hhmm) {
        return Integer.parseInt(hhmm.substring(0, 2)) * 60 + Integer.parseInt(hhmm.substring(2));
    }

    /** What one answer used. */
    record Counts(long prompt, long cached, long written, long writtenForAnHour, long audio, long completion,
        long reasoning, long spoken, long painted, long images, long searches) {

        static Counts draw(Random random) {
            long prompt = List.of(1, 1000, 1001, 128_000, 128_001, 200_000, 200_001, 272_001, 999_999)
                .get(random.nextInt(9));
            long cached = part(prompt, random);
            long written = part(prompt - cached, random);
            long completion = random.nextInt(100_000);
            long reasoning = part(completion, random);
            long spoken = part(completion - reasoning, random);
            return new Counts(prompt, cached, written, part(written, random), part(prompt - cached - written, random),
                completion, reasoning, spoken, part(completion - reasoning - spoken, random), random.nextInt(5),
                random.nextInt(4));
        }

        private static long part(long whole, Random random) {
            return random.nextBoolean() || whole == 0 ? 0 : random.nextLong(whole + 1);
        }

        Usage usage() {
            return Usage.of(prompt, completion).withCache(cached, written).withCacheForAnHour(writtenForAnHour)
                .withReasoning(reasoning).withAudio(audio, spoken).withImageCompletion(painted).withImages(images)
                .withSearches(searches);
        }
    }
}
