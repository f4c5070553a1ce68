package dev.powerstrip.dialect.anthropic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.provider.Endpoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/** Lists the models that can be talked to now, in Anthropic's shape, all on one page. */
final class ModelList {

    private ModelList() {}

    static HttpAnswer of(Directory directory) {
        var chatting = new LinkedHashMap<String, Endpoint>();
        directory.models().forEach((slug, endpoints) -> endpoints.stream()
            .filter(endpoint -> endpoint.answers(Capability.CHAT)).findFirst()
            .ifPresent(endpoint -> chatting.put(slug, endpoint)));
        var slugs = List.copyOf(chatting.keySet());
        var models = new JsonArray();
        chatting.forEach((slug, endpoint) -> models.add(model(slug, endpoint)));
        var list = new JsonObject();
        list.add("data", models);
        list.addProperty("has_more", false);
        list.add("first_id", slugs.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(slugs.get(0)));
        list.add("last_id", slugs.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(slugs.get(slugs.size() - 1)));
        return HttpAnswer.json(200, list);
    }

    private static JsonObject model(String slug, Endpoint endpoint) {
        var model = new JsonObject();
        model.addProperty("type", "model");
        model.addProperty("id", slug);
        model.addProperty("display_name", endpoint.name());
        model.addProperty("created_at", created(endpoint.facts().get("created")).toString());
        return model;
    }

    /** Anthropic says the epoch where a model's day is not known. */
    private static Instant created(JsonElement seconds) {
        return seconds != null && seconds.isJsonPrimitive() ? Instant.ofEpochSecond(seconds.getAsLong())
            : Instant.EPOCH;
    }
}
