package dev.powerstrip.sdk.testing;

import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderModels;
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
        var file = read(plugin);
        if (!file.problems().isEmpty()) {
            throw new AssertionError(PATH + " has problems: " + String.join("; ", file.problems()));
        }
        var models = new ModelsFile();
        file.endpoints(provider, provider).forEach(models::add);
        return models;
    }

    private static ProviderModels read(Class<?> plugin) {
        try (var file = plugin.getResourceAsStream(PATH)) {
            if (file == null) {
                throw new AssertionError("the plugin of %s has no %s".formatted(plugin.getName(), PATH));
            }
            return ProviderModels.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(PATH + " cannot be read", e);
        }
    }

    private void add(Endpoint endpoint) {
        if (endpoints.put(endpoint.model(), endpoint) != null) {
            throw new AssertionError("%s names %s twice".formatted(PATH, endpoint.model()));
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
