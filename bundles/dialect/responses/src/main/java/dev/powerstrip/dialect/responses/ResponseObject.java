package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import java.util.LinkedHashMap;
import java.util.Map;

/** The response that events tell of and that is the whole answer: it repeats what was asked for. */
final class ResponseObject {

    /** What a request that does not say otherwise asks for. */
    private static final Map<String, JsonElement> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("background", new JsonPrimitive(false));
        DEFAULTS.put("instructions", JsonNull.INSTANCE);
        DEFAULTS.put("max_output_tokens", JsonNull.INSTANCE);
        DEFAULTS.put("max_tool_calls", JsonNull.INSTANCE);
        DEFAULTS.put("metadata", new JsonObject());
        DEFAULTS.put("parallel_tool_calls", new JsonPrimitive(true));
        DEFAULTS.put("previous_response_id", JsonNull.INSTANCE);
        DEFAULTS.put("prompt_cache_key", JsonNull.INSTANCE);
        DEFAULTS.put("safety_identifier", JsonNull.INSTANCE);
        DEFAULTS.put("service_tier", new JsonPrimitive("auto"));
        DEFAULTS.put("temperature", new JsonPrimitive(1.0));
        DEFAULTS.put("tool_choice", new JsonPrimitive("auto"));
        DEFAULTS.put("tools", new JsonArray());
        DEFAULTS.put("top_logprobs", new JsonPrimitive(0));
        DEFAULTS.put("top_p", new JsonPrimitive(1.0));
        DEFAULTS.put("truncation", new JsonPrimitive("disabled"));
        DEFAULTS.put("user", JsonNull.INSTANCE);
    }

    private final AnswerFacts facts;
    private final JsonObject asked = new JsonObject();

    ResponseObject(AnswerFacts facts) {
        this.facts = facts;
        var body = facts.request().body();
        DEFAULTS.forEach((name, otherwise) -> asked.add(name, given(body.get(name), otherwise)));
        asked.add("reasoning", reasoning(body.get("reasoning")));
        asked.add("text", text(body.get("text")));
    }

    private static JsonElement given(JsonView value, JsonElement otherwise) {
        return value.hasValue() ? value.tree() : otherwise;
    }

    private static JsonObject reasoning(JsonView asked) {
        var reasoning = given(asked, new JsonObject()).getAsJsonObject();
        for (var name : new String[] {"effort", "summary"}) {
            if (!reasoning.has(name)) {
                reasoning.add(name, JsonNull.INSTANCE);
            }
        }
        return reasoning;
    }

    private static JsonObject text(JsonView asked) {
        var text = given(asked, new JsonObject()).getAsJsonObject();
        if (!text.has("format")) {
            text.add("format", Typed.of("text"));
        }
        return text;
    }

    /** The id under which the answer is known to its client: our own, as an answer of another form has none. */
    static String id(AnswerFacts facts) {
        return "resp_" + idTail(facts);
    }

    /** What the ids of an answer and of its items end in; they say by themselves when it was. */
    static String idTail(AnswerFacts facts) {
        return facts.generationId().substring(facts.generationId().indexOf('-') + 1).replace('-', '_');
    }

    /** The response as one that failed after so much output. */
    JsonObject failed(JsonArray output, GatewayException error, boolean stored) {
        var response = json("failed", output, stored);
        response.add("error", Failures.error(error));
        response.addProperty("error_type", error.type().word());
        return response;
    }

    /**
     * The response as it stands.
     *
     * @param stored whether it can be asked for later
     */
    JsonObject json(String status, JsonArray output, boolean stored) {
        var response = new JsonObject();
        response.addProperty("id", id(facts));
        response.addProperty("object", "response");
        response.addProperty("created_at", facts.started().getEpochSecond());
        response.addProperty("status", status);
        response.add("error", JsonNull.INSTANCE);
        response.add("incomplete_details", JsonNull.INSTANCE);
        response.addProperty("model", facts.endpoint().model());
        response.addProperty("provider", facts.endpoint().providerName());
        response.add("output", output);
        asked.entrySet().forEach(field -> response.add(field.getKey(), field.getValue()));
        response.addProperty("store", stored);
        response.add("usage", JsonNull.INSTANCE);
        return response;
    }
}
