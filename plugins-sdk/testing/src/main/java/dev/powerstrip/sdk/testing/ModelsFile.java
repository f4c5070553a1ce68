package dev.powerstrip.sdk.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A provider's {@code POWERSTRIP-INF/models.json}, read as the catalogue reads it. */
public final class ModelsFile {

    private static final String PATH = "/POWERSTRIP-INF/models.json";

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    private ModelsFile() {}

    /**
     * The file of the plugin whose class this is, found on the class path.
     *
     * @param provider the provider's id, {@code acme}
     */
    public static ModelsFile of(Class<?> plugin, String provider) {
        var models = new ModelsFile();
        for (var entry : json(plugin).getAsJsonArray("models")) {
            models.add(provider, entry.getAsJsonObject());
        }
        return models;
    }

    private static JsonObject json(Class<?> plugin) {
        try (var file = plugin.getResourceAsStream(PATH)) {
            if (file == null) {
                throw new AssertionError("the plugin of %s has no %s".formatted(plugin.getName(), PATH));
            }
            return JsonParser.parseString(new String(file.readAllBytes(), StandardCharsets.UTF_8)).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(PATH + " cannot be read", e);
        }
    }

    private void add(String provider, JsonObject facts) {
        var slug = facts.get("model").getAsString();
        var endpoint = Endpoint.of(provider, provider, slug, facts.get("native").getAsString(), facts);
        if (endpoints.put(slug, endpoint) != null) {
            throw new AssertionError("%s names %s twice".formatted(PATH, slug));
        }
    }

    /** The endpoint of a model. */
    public Endpoint endpoint(String model) {
        if (!endpoints.containsKey(model)) {
            throw new AssertionError("%s does not name %s".formatted(PATH, model));
        }
        return endpoints.get(model);
    }

    /** Every endpoint, by its model's slug. */
    public Map<String, Endpoint> endpoints() {
        return Map.copyOf(endpoints);
    }
}
