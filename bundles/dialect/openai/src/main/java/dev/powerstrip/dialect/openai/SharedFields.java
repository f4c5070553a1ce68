package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is checked of the fields that chat completions and text completions have in common, by their names. */
final class SharedFields {

    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 512;
    private static final Map<String, Consumer<RequestField>> CHECKS = new HashMap<>();

    static {
        CHECKS.put("max_tokens", limit -> limit.whole(1));
        CHECKS.put("temperature", number -> number.number(0, 2));
        CHECKS.put("top_p", number -> number.number(0, 1));
        CHECKS.put("top_k", number -> number.whole(0));
        CHECKS.put("min_p", number -> number.number(0, 1));
        CHECKS.put("top_a", number -> number.number(0, 1));
        CHECKS.put("frequency_penalty", number -> number.number(-2, 2));
        CHECKS.put("presence_penalty", number -> number.number(-2, 2));
        CHECKS.put("repetition_penalty", number -> number.number(0, 2));
        CHECKS.put("seed", number -> number.whole(Long.MIN_VALUE));
        CHECKS.put("n", number -> number.whole(1));
        CHECKS.put("logit_bias", SharedFields::checkBias);
        CHECKS.put("metadata", SharedFields::checkMetadata);
        for (var flag : List.of("include_reasoning", "structured_outputs")) {
            CHECKS.put(flag, RequestField::flag);
        }
        for (var object : List.of("reasoning", "cache_control", "prompt_cache_options", "web_search_options",
            "x_search_filter", "usage")) {
            CHECKS.put(object, RequestField::object);
        }
        for (var text : List.of("user", "safety_identifier", "verbosity", "service_tier", "route",
            "prompt_cache_key")) {
            CHECKS.put(text, RequestField::string);
        }
        CHECKS.put("reasoning_effort", RequestField::string);
        CHECKS.put("stream_options", options -> options.object().get("include_usage").flag());
        CHECKS.put("stop", SharedFields::checkStop);
        CHECKS.put("response_format", SharedFields::checkFormat);
    }

    private SharedFields() {}

    /** These checks, to which a kind of request adds its own. */
    static Map<String, Consumer<RequestField>> checks() {
        return new HashMap<>(CHECKS);
    }

    /** Checks every field that there is a check for. */
    static void check(RequestField body, Map<String, Consumer<RequestField>> checks) {
        for (var name : body.value().names()) {
            var check = checks.get(name);
            if (check != null) {
                check.accept(body.get(name));
            }
        }
    }

    private static void checkBias(RequestField bias) {
        bias.object().value().names().forEach(token -> bias.get(token).number(-100, 100));
    }

    private static void checkMetadata(RequestField metadata) {
        var names = metadata.object().value().names();
        if (names.size() > MAX_METADATA) {
            throw metadata.wrong("must have at most %d fields".formatted(MAX_METADATA));
        }
        for (var name : names) {
            if (name.length() > MAX_METADATA_NAME) {
                throw metadata.wrong("must have names of at most %d characters".formatted(MAX_METADATA_NAME));
            }
            if (metadata.get(name).string().filter(value -> value.length() > MAX_METADATA_VALUE).isPresent()) {
                throw metadata.wrong("must have values of at most %d characters".formatted(MAX_METADATA_VALUE));
            }
        }
    }

    private static void checkFormat(RequestField format) {
        if (format.object().given() && format.get("type").required().text().filter("json_schema"::equals).isPresent()) {
            format.get("json_schema").required().object();
        }
    }

    private static void checkStop(RequestField stop) {
        if (stop.value().kind() == Kind.ARRAY) {
            stop.items().forEach(item -> item.required().string());
        } else if (stop.given() && stop.value().kind() != Kind.STRING) {
            throw stop.mustBe("a string or an array of strings");
        }
    }
}
