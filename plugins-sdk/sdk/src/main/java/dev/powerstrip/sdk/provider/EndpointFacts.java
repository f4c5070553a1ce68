package dev.powerstrip.sdk.provider;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Knows the members that describe an endpoint in {@code models.json}, and checks their values. Members that it does not
 * know are an adapter's own business.
 */
final class EndpointFacts {

    private static final Pattern SLUG = Pattern.compile("~?[^/\\s]+(/[^/\\s]+)+");
    private static final List<String> INPUTS = List.of("text", "image", "file", "audio", "video");
    private static final List<String> OUTPUTS = List.of("text", "image", "embeddings", "audio", "video", "rerank",
        "speech", "transcription", "moderation");
    private static final List<String> QUANTIZATIONS = List.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8",
        "mxfp8", "fp16", "bf16", "fp32", "unknown");
    private static final List<String> TOOL_CHOICES = List.of("auto", "none", "required", "function");

    private static final Check TEXT = EndpointFacts::checkText;
    private static final Check WHOLE = (value, path) -> checkWhole(value, path);
    private static final Check FLAG = EndpointFacts::checkFlag;
    private static final Check OBJECT = EndpointFacts::checkObject;
    private static final Check WORDS = (value, path) -> checkWords(value, path, List.of());
    private static final Map<String, Check> REASONING = Map.of("supported_efforts", WORDS, "default_effort", TEXT,
        "default_enabled", FLAG, "supports_max_tokens", FLAG, "mandatory", FLAG);
    private static final Map<String, Check> DATA_POLICY = Map.of("training", FLAG, "retention_days", WHOLE,
        "can_publish", FLAG);

    private static final Map<String, Check> CHECKS = new TreeMap<>(Map.ofEntries(Map.entry("native", TEXT),
        Map.entry("model", EndpointFacts::checkSlug), Map.entry("canonical_slug", EndpointFacts::checkSlug),
        Map.entry("aliases", (value, path) -> checkWords(value, path, List.of())), Map.entry("name", TEXT),
        Map.entry("description", TEXT), Map.entry("created", WHOLE), Map.entry("context_length", WHOLE),
        Map.entry("max_prompt_tokens", WHOLE), Map.entry("max_completion_tokens", WHOLE),
        Map.entry("input_modalities", (value, path) -> checkWords(value, path, INPUTS)),
        Map.entry("output_modalities", (value, path) -> checkWords(value, path, OUTPUTS)),
        Map.entry("supported_parameters", WORDS), Map.entry("supports_tool_choice", EndpointFacts::checkToolChoice),
        Map.entry("forms", WORDS), Map.entry("refuses", WORDS),
        Map.entry("reasoning", (value, path) -> checkMembers(value, path, REASONING)),
        Map.entry("pricing", (value, path) -> Pricing.of(checkObject(value, path))),
        Map.entry("quantization", (value, path) -> checkWord(value, path, QUANTIZATIONS)),
        Map.entry("data_policy", (value, path) -> checkMembers(value, path, DATA_POLICY)),
        Map.entry("expiration_date", EndpointFacts::checkDate), Map.entry("knowledge_cutoff", TEXT),
        Map.entry("hugging_face_id", TEXT), Map.entry("tokenizer", TEXT), Map.entry("instruct_type", TEXT),
        Map.entry("default_parameters", OBJECT), Map.entry("is_moderated", FLAG), Map.entry("open_weights", FLAG),
        Map.entry("supports_implicit_caching", FLAG), Map.entry("fallback", FLAG)));

    private EndpointFacts() {}

    /** Throws if a value is not what it may be; the argument is never null in the JSON's sense. */
    private interface Check {

        void check(JsonElement value, String path);
    }

    /**
     * Checks every member that is known; {@code null} says that nobody knows the fact.
     *
     * @throws IllegalArgumentException naming the member and what was expected
     */
    static void check(JsonObject facts) {
        facts.entrySet().forEach(fact -> {
            var check = CHECKS.get(fact.getKey());
            if (check != null && !fact.getValue().isJsonNull()) {
                check.check(fact.getValue(), fact.getKey());
            }
        });
    }

    static boolean knows(String name) {
        return CHECKS.containsKey(name);
    }

    /** The members that are known, in the order of the alphabet. */
    static List<String> names() {
        return List.copyOf(CHECKS.keySet());
    }

    private static void checkText(JsonElement value, String path) {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString() || value.getAsString().isBlank()) {
            throw wrong(path, "a text");
        }
    }

    private static void checkSlug(JsonElement value, String path) {
        checkText(value, path);
        if (!SLUG.matcher(value.getAsString()).matches()) {
            throw wrong(path, "a slug such as \"openai/gpt-4o-mini\", not \"%s\"".formatted(value.getAsString()));
        }
    }

    private static void checkWhole(JsonElement value, String path) {
        try {
            if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
                && new BigDecimal(value.getAsString()).longValueExact() >= 0) {
                return;
            }
        } catch (ArithmeticException fraction) {
            throw wrong(path, "a whole number", fraction);
        }
        throw wrong(path, "a whole number");
    }

    private static void checkFlag(JsonElement value, String path) {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(path, "true or false");
        }
    }

    private static void checkDate(JsonElement value, String path) {
        checkText(value, path);
        try {
            LocalDate.parse(value.getAsString());
        } catch (DateTimeException e) {
            throw wrong(path, "a date such as \"2026-12-31\"", e);
        }
    }

    private static JsonObject checkObject(JsonElement value, String path) {
        if (!value.isJsonObject()) {
            throw wrong(path, "an object");
        }
        return value.getAsJsonObject();
    }

    /** @param allowed empty if any word is */
    private static void checkWords(JsonElement value, String path, List<String> allowed) {
        if (!value.isJsonArray()) {
            throw wrong(path, "an array of words");
        }
        int index = 0;
        for (var item : value.getAsJsonArray()) {
            checkWord(item, "%s[%d]".formatted(path, index++), allowed);
        }
    }

    private static void checkWord(JsonElement value, String path, List<String> allowed) {
        checkText(value, path);
        if (!allowed.isEmpty() && !allowed.contains(value.getAsString())) {
            throw wrong(path, "one of %s, not \"%s\"".formatted(allowed, value.getAsString()));
        }
    }

    private static void checkToolChoice(JsonElement value, String path) {
        checkObject(value, path).entrySet().forEach(choice -> {
            if (!TOOL_CHOICES.contains(choice.getKey())) {
                throw wrong(path, "an object of %s, not \"%s\"".formatted(TOOL_CHOICES, choice.getKey()));
            }
            checkFlag(choice.getValue(), path + "." + choice.getKey());
        });
    }

    private static void checkMembers(JsonElement value, String path, Map<String, Check> members) {
        checkObject(value, path).entrySet().forEach(member -> {
            if (!members.containsKey(member.getKey())) {
                throw wrong(path, "an object of %s, not \"%s\"".formatted(new TreeMap<>(members).keySet(),
                    member.getKey()));
            }
            if (!member.getValue().isJsonNull()) {
                members.get(member.getKey()).check(member.getValue(), path + "." + member.getKey());
            }
        });
    }

    private static IllegalArgumentException wrong(String path, String expected) {
        return new IllegalArgumentException("%s must be %s".formatted(path, expected));
    }

    private static IllegalArgumentException wrong(String path, String expected, Exception cause) {
        return new IllegalArgumentException("%s must be %s".formatted(path, expected), cause);
    }
}
