package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonNumber;
import dev.powerstrip.sdk.sink.CallRecord;
import dev.powerstrip.sdk.sink.EndState;

/** Tells what is remembered of one answer, in OpenRouter's words. */
final class Generation {

    private Generation() {}

    static HttpAnswer of(RequestHead head, Principal principal, Directory directory) {
        var id = head.parameter("id").filter(value -> !value.isEmpty())
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "the query parameter \"id\" is required: the id of an answer, as in its X-Generation-Id header"));
        var record = directory.generation(id, principal).orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
            "there is no generation of that id for this key"));
        return ModelList.data(json(record));
    }

    private static JsonObject json(CallRecord record) {
        var json = new JsonObject();
        json.addProperty("id", record.id());
        json.add("upstream_id", text(record, "upstream_id"));
        json.addProperty("request_id", record.text("request_id").orElse(record.id()));
        json.addProperty("created_at", record.started().toString());
        json.add("model", text(record, "model"));
        json.add("provider_name", text(record, "provider_name"));
        json.add("router", JsonNull.INSTANCE);
        json.addProperty("api_type", "completions");
        json.addProperty("streamed", record.flag("streamed"));
        json.addProperty("cancelled", record.end() == EndState.CLIENT_CANCELLED);
        json.addProperty("latency", record.number("duration"));
        json.add("generation_time", generationTime(record));
        json.add("moderation_latency", JsonNull.INSTANCE);
        json.add("finish_reason", text(record, "finish"));
        json.add("native_finish_reason", text(record, "native_finish"));
        addTokens(record, json);
        addMoney(record, json);
        json.add("provider_responses", attempts(record));
        json.add("dropped", array(record, "dropped"));
        return json;
    }

    /** From the first token to the last byte. */
    private static JsonElement generationTime(CallRecord record) {
        return record.has("first_token")
            ? new JsonPrimitive(record.number("duration") - record.number("first_token")) : JsonNull.INSTANCE;
    }

    /** We count by the provider's own tokenizer only, so both figures are the same. */
    private static void addTokens(CallRecord record, JsonObject json) {
        var usage = record.usage();
        json.addProperty("tokens_prompt", usage.prompt());
        json.addProperty("tokens_completion", usage.completion());
        json.addProperty("native_tokens_prompt", usage.prompt());
        json.addProperty("native_tokens_completion", usage.completion());
        json.addProperty("native_tokens_reasoning", usage.reasoning());
        json.addProperty("native_tokens_cached", usage.cached());
        json.add("native_tokens_completion_images", JsonNull.INSTANCE);
        for (var none : new String[] {"num_media_prompt", "num_media_completion", "num_input_audio_prompt",
            "num_search_results"}) {
            json.add(none, JsonNull.INSTANCE);
        }
    }

    private static void addMoney(CallRecord record, JsonObject json) {
        var cost = record.cost().map(JsonNumber::tree).orElse(JsonNull.INSTANCE);
        json.add("total_cost", cost);
        json.add("usage", cost);
        json.add("upstream_inference_cost", JsonNull.INSTANCE);
        json.add("cache_discount", JsonNull.INSTANCE);
        json.addProperty("is_byok", false);
    }

    private static JsonArray attempts(CallRecord record) {
        var responses = new JsonArray();
        array(record, "attempts").forEach(attempt -> responses.add(response(attempt.getAsJsonObject())));
        return responses;
    }

    private static JsonArray array(CallRecord record, String name) {
        return record.has(name) ? record.json().getAsJsonArray(name) : new JsonArray();
    }

    private static JsonObject response(JsonObject attempt) {
        var response = new JsonObject();
        response.add("provider_name", attempt.get("provider"));
        response.add("model_permaslug", attempt.get("model"));
        response.add("status", attempt.get("status"));
        response.add("latency", attempt.get("duration"));
        response.addProperty("is_byok", false);
        return response;
    }

    private static JsonElement text(CallRecord record, String name) {
        return record.text(name).<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
    }
}
