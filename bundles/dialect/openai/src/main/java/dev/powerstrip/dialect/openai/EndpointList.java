package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.provider.Endpoint;

/** Lists the endpoints of one model. What nobody measures yet, such as uptime, is {@code null}. */
final class EndpointList {

    private EndpointList() {}

    static HttpAnswer of(String name, Directory directory) {
        var model = ModelList.row(name, directory);
        var rows = new JsonArray();
        model.endpoints().forEach(endpoint -> rows.add(row(endpoint)));
        return ModelList.data(model.withEndpoints(rows));
    }

    private static JsonObject row(Endpoint endpoint) {
        var facts = new EndpointFacts(endpoint);
        var row = new JsonObject();
        row.addProperty("name", endpoint.providerName() + " | " + endpoint.model());
        row.addProperty("model_id", endpoint.model());
        row.addProperty("model_name", endpoint.name());
        row.addProperty("provider_name", endpoint.providerName());
        row.addProperty("tag", endpoint.provider());
        row.add("quantization", facts.fact("quantization"));
        row.add("context_length", facts.contextLength());
        row.add("max_prompt_tokens", facts.fact("max_prompt_tokens"));
        row.add("max_completion_tokens", facts.maxCompletionTokens());
        row.add("pricing", facts.pricing());
        row.add("supported_parameters", EndpointFacts.array(endpoint.words("supported_parameters")));
        row.add("supports_tool_choice", facts.fact("supports_tool_choice"));
        row.add("data_policy", facts.fact("data_policy"));
        row.addProperty("status", 0);
        for (var unmeasured : new String[] {"uptime_last_5m", "uptime_last_30m", "uptime_last_1d", "latency_last_30m",
            "throughput_last_30m"}) {
            row.add(unmeasured, JsonNull.INSTANCE);
        }
        row.add("supports_implicit_caching", facts.fact("supports_implicit_caching"));
        row.add("expiration_date", facts.fact("expiration_date"));
        return row;
    }
}
