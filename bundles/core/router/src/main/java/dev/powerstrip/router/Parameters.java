package dev.powerstrip.router;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.Vocabulary;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which of the parameters that endpoints list a request gives. What else a request says shows when it is translated.
 *
 * @param given OpenRouter's names, each with those that an endpoint may list in its stead since they are ways to say the same
 * @param toolChoice as {@code supports_tool_choice} names its values; empty if it is not given
 */
record Parameters(Map<String, Set<String>> given, String toolChoice) {

    private static final Parameters NONE = new Parameters(Map.of(), "");
    private static final String TOOL_CHOICE = "tool_choice";
    private static final List<String> ALONE = List.of("temperature", "top_p", "top_k", "min_p", "top_a",
        "frequency_penalty", "presence_penalty", "repetition_penalty", "logit_bias", "logprobs", "top_logprobs", "seed",
        "stop", "tools", TOOL_CHOICE, "verbosity", "web_search_options", "dimensions");
    private static final List<Set<String>> ALIKE = List.of(Set.of("max_tokens", "max_completion_tokens"),
        Set.of("reasoning", "reasoning_effort", "include_reasoning"));

    /**
     * Those of a request that wants all of its parameters honoured; none of any other.
     *
     * @param canonical says a chat in the canonical form
     */
    static Parameters of(ModelRequest request, UnaryOperator<ModelRequest> canonical) {
        if (!request.preferences().requireParameters()) {
            return NONE;
        }
        boolean toSay = request.capability() == Capability.CHAT && !request.form().equals(Form.OPENAI_CHAT);
        var body = (toSay ? canonical.apply(request.again()) : request).body();
        var given = new LinkedHashMap<String, Set<String>>();
        ALONE.stream().filter(name -> Vocabulary.asks(body.get(name))).forEach(name -> given.put(name, Set.of(name)));
        ALIKE.forEach(names -> names.stream().filter(name -> Vocabulary.asks(body.get(name)))
            .forEach(name -> given.put(name, names)));
        format(body.get("response_format")).ifPresent(name -> given.put(name, Set.of(name)));
        var parallel = body.get("parallel_tool_calls");
        if (parallel.hasValue() && !parallel.isTrue()) {
            given.put("parallel_tool_calls", Set.of("parallel_tool_calls"));
        }
        return new Parameters(given, given.containsKey(TOOL_CHOICE) ? toolChoice(body.get(TOOL_CHOICE)) : "");
    }

    private static String toolChoice(JsonView choice) {
        return choice.string().orElse("function");
    }

    /** Text is what every endpoint answers. */
    private static Optional<String> format(JsonView format) {
        return format.get("type").string().filter(type -> !type.equals("text"))
            .map(type -> type.equals("json_schema") ? "structured_outputs" : "response_format");
    }

    /** Those that mean nothing to an endpoint; all of them where it lists none. */
    String missing(Endpoint endpoint) {
        return given.keySet().stream().filter(name -> !takes(endpoint, name)).sorted()
            .collect(Collectors.joining(", "));
    }

    /** Which values of a tool choice work is known better than whether any does. */
    private boolean takes(Endpoint endpoint, String name) {
        var choices = endpoint.facts().get("supports_tool_choice");
        if (name.equals(TOOL_CHOICE) && choices instanceof JsonObject known && known.has(toolChoice)) {
            return known.get(toolChoice).getAsBoolean();
        }
        return !Collections.disjoint(given.get(name), endpoint.words("supported_parameters"));
    }
}
