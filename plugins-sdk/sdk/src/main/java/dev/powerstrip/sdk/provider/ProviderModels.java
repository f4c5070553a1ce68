package dev.powerstrip.sdk.provider;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider's {@code POWERSTRIP-INF/models.json} says. Immutable.
 *
 * <pre>{@code
 * {
 *   "date": "2026-07-02",
 *   "source": "where the figures come from",
 *   "provider": {"headquarters": "US", "privacy_policy_url": "https://.."},
 *   "defaults": {"forms": ["openai.chat"]},
 *   "models": [
 *     {"model": "acme/llama-3", "native": "llama-3", "context_length": 131072, "pricing": {"prompt": "0.0000002", ..}}
 *   ]
 * }
 * }</pre>
 *
 * <p>A model has the members that {@link Endpoint} explains; those it does not have are taken from {@code defaults}. One that
 * cannot be used is left out, the others are not disturbed.
 */
public final class ProviderModels {

    private static final List<String> MEMBERS = List.of("date", "source", "provider", "defaults", "models");
    private static final List<String> PROVIDER = List.of("headquarters", "datacenters", "privacy_policy_url",
        "terms_of_service_url", "status_page_url");
    private static final ProviderModels NONE = new ProviderModels(new JsonObject());

    private final JsonObject json;
    private final List<JsonObject> models = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ProviderModels(JsonObject json) {
        this.json = json;
    }

    /** Of a provider that names no models. */
    public static ProviderModels none() {
        return NONE;
    }

    /**
     * Reads the file's text.
     *
     * @throws IllegalArgumentException if it cannot be used at all; the message says where it is wrong
     */
    public static ProviderModels read(String text) {
        var json = parsed(text);
        for (var member : json.entrySet()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new IllegalArgumentException("\"%s\" is no member of a models file, they are %s"
                    .formatted(member.getKey(), MEMBERS));
            }
        }
        if (!json.has("models") || !json.get("models").isJsonArray()) {
            throw new IllegalArgumentException("\"models\" must be an array of models");
        }
        checkDate(json);
        object(json, "provider").keySet().stream().filter(name -> !PROVIDER.contains(name)).findFirst()
            .ifPresent(name -> {
                throw new IllegalArgumentException("provider.%s is unknown, there are %s".formatted(name, PROVIDER));
            });
        var defaults = object(json, "defaults");
        EndpointFacts.check(defaults);
        var file = new ProviderModels(json);
        file.add(defaults);
        return file;
    }

    private static JsonObject parsed(String text) {
        try {
            var json = JsonParser.parseString(text);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("it is no JSON object");
    }

    private static void checkDate(JsonObject json) {
        try {
            if (json.has("date")) {
                LocalDate.parse(json.get("date").getAsString());
            }
        } catch (DateTimeException | UnsupportedOperationException | IllegalStateException e) {
            throw new IllegalArgumentException("\"date\" must be a date such as \"2026-12-31\"", e);
        }
    }

    private static JsonObject object(JsonObject json, String name) {
        if (json.has(name) && !json.get(name).isJsonObject()) {
            throw new IllegalArgumentException("\"%s\" must be an object".formatted(name));
        }
        return json.has(name) ? json.getAsJsonObject(name) : new JsonObject();
    }

    private void add(JsonObject defaults) {
        var indexes = new HashMap<String, Integer>();
        int index = 0;
        for (var element : json.getAsJsonArray("models")) {
            var path = "models[%d]".formatted(index);
            try {
                var facts = facts(element, defaults);
                path = "%s (%s)".formatted(path, facts.get("native").getAsString());
                EndpointFacts.check(facts);
                var twin = indexes.putIfAbsent(facts.get("native").getAsString(), index);
                if (twin != null) {
                    throw new IllegalArgumentException("models[%d] has the same native name".formatted(twin));
                }
                models.add(facts);
            } catch (IllegalArgumentException e) {
                problems.add(path + ": " + e.getMessage());
            }
            index++;
        }
    }

    private static JsonObject facts(JsonElement element, JsonObject defaults) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException("it is no object");
        }
        var facts = element.getAsJsonObject();
        if (!facts.has("native") || !facts.get("native").isJsonPrimitive()) {
            throw new IllegalArgumentException("\"native\" is missing: the provider's own name of the model");
        }
        defaults.entrySet().stream().filter(fact -> !facts.has(fact.getKey()))
            .forEach(fact -> facts.add(fact.getKey(), fact.getValue()));
        return facts;
    }

    /** How old its figures are. */
    public Optional<LocalDate> date() {
        return json.has("date") ? Optional.of(LocalDate.parse(json.get("date").getAsString())) : Optional.empty();
    }

    /** Where its figures come from; empty if it does not say. */
    public String source() {
        return json.has("source") ? json.get("source").getAsString() : "";
    }

    /** What it says of the provider itself: {@code headquarters}, {@code privacy_policy_url} and their like; a copy. */
    public JsonObject provider() {
        return object(json, "provider").deepCopy();
    }

    /** The usable models' members, defaults included, by their native names in the file's order; copies. */
    public List<JsonObject> models() {
        return models.stream().map(JsonObject::deepCopy).toList();
    }

    /** What is wrong with each model that was left out, by its place, native name and member. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * The usable models as a provider's endpoints. A model without a slug is asked for as {@code PROVIDER/NATIVE}.
     *
     * @param provider the provider's id
     * @param providerName the name people know
     */
    public List<Endpoint> endpoints(String provider, String providerName) {
        return models.stream().map(facts -> {
            var nativeId = facts.get("native").getAsString();
            var slug = facts.has("model") ? facts.get("model").getAsString() : provider + "/" + nativeId;
            return Endpoint.ofChecked(provider, providerName, slug, nativeId, facts);
        }).toList();
    }

    /**
     * The facts of {@code changes} laid over others.
     *
     * @throws IllegalArgumentException if a change names no fact that is known or was there
     */
    public static JsonObject overridden(JsonObject facts, JsonObject changes) {
        var all = facts.deepCopy();
        for (Map.Entry<String, JsonElement> change : changes.entrySet()) {
            if (!EndpointFacts.knows(change.getKey()) && !facts.has(change.getKey())) {
                throw new IllegalArgumentException("\"%s\" is no fact of an endpoint, they are %s"
                    .formatted(change.getKey(), EndpointFacts.names()));
            }
            all.add(change.getKey(), change.getValue());
        }
        return all;
    }
}
