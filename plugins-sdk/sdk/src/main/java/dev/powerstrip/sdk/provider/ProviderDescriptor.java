package dev.powerstrip.sdk.provider;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * What a provider without code says of itself, in its jar's {@value #PATH}: which engine it runs on, where its upstream is,
 * which credential it wants. All else in it is the engine's to read. Immutable.
 *
 * <pre>{@code
 * {"engine": "compatible", "name": "Acme", "baseUrl": "https://api.acme.example/v1", "credential": "ACME_API_KEY"}
 * }</pre>
 */
public final class ProviderDescriptor {

    /** Where in the jar it stands. */
    public static final String PATH = "POWERSTRIP-INF/provider.json";

    private final String provider;
    private final JsonObject json;
    private final String engine;
    private final String name;
    private final String baseUrl;
    private final String baseUrlExample;
    private final String credential;
    private final boolean allowUnlisted;
    private final boolean needsFile;

    private ProviderDescriptor(String provider, JsonObject json) {
        this.provider = Objects.requireNonNull(provider);
        this.json = json;
        this.engine = text("engine");
        this.name = text("name");
        this.baseUrl = address("baseUrl");
        this.baseUrlExample = text("baseUrlExample");
        this.credential = text("credential");
        this.allowUnlisted = truth("allowUnlisted");
        this.needsFile = truth("needsFile");
        if (engine.isEmpty()) {
            throw new IllegalArgumentException("engine is missing: name one, such as \"compatible\"");
        }
    }

    /**
     * Reads a descriptor.
     *
     * @param provider the provider's id, {@code acme}
     * @param json the text of its file
     * @throws IllegalArgumentException if it cannot be read; the message names the field
     */
    public static ProviderDescriptor of(String provider, String json) {
        try {
            var tree = JsonParser.parseString(json);
            if (!tree.isJsonObject()) {
                throw new IllegalArgumentException("it has to be a JSON object");
            }
            return new ProviderDescriptor(provider, tree.getAsJsonObject());
        } catch (JsonParseException malformed) {
            throw new IllegalArgumentException("it is no JSON: " + malformed.getMessage(), malformed);
        }
    }

    private String text(String field) {
        var value = json.get(field);
        if (value == null) {
            return "";
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString() || value.getAsString().isBlank()) {
            throw new IllegalArgumentException(field + " has to be a text that is not empty");
        }
        return value.getAsString();
    }

    private String address(String field) {
        var text = text(field);
        try {
            boolean http = text.isEmpty() || text.matches("https?://.*[^/]") && new URI(text).getHost() != null;
            if (http) {
                return text;
            }
        } catch (URISyntaxException malformed) {
            throw noAddress(field);
        }
        throw noAddress(field);
    }

    private static IllegalArgumentException noAddress(String field) {
        return new IllegalArgumentException(
            field + " has to be an address such as \"https://api.acme.example/v1\", without a slash at the end");
    }

    private boolean truth(String field) {
        JsonElement value = json.get(field);
        if (value == null) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw new IllegalArgumentException(field + " has to be true or false");
        }
        return value.getAsBoolean();
    }

    /** The provider's id. */
    public String provider() {
        return provider;
    }

    /** The name of the engine: {@code compatible} is the plugin {@code provider.compatible}. */
    public String engine() {
        return engine;
    }

    /** The vendor's name as people write it; the id where nothing is said. */
    public String name() {
        return name.isEmpty() ? provider : name;
    }

    /** The vendor's address up to the version; empty where the operator has to give one. */
    public String baseUrl() {
        return baseUrl;
    }

    /** What such an address looks like, where the operator has to give one; empty where nothing is said. */
    public String baseUrlExample() {
        return baseUrlExample;
    }

    /** The environment variable that holds the credential; empty if none is needed. */
    public String credential() {
        return credential;
    }

    /** Whether any native model name may be asked for, for as long as the operator does not say. */
    public boolean allowUnlisted() {
        return allowUnlisted;
    }

    /** Whether it stays off until the operator writes its configuration file, be it {@code {}}. */
    public boolean needsFile() {
        return needsFile;
    }

    /** Everything it says; a copy. */
    public JsonObject json() {
        return json.deepCopy();
    }

    @Override
    public String toString() {
        return "ProviderDescriptor[%s on %s]".formatted(provider, engine);
    }
}
