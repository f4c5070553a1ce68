package dev.powerstrip.lifecycle;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.BadConfigurationException;
import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.sdk.http.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the keys that every provider has: the core's own, which neither plugin nor Configuration Admin get to see. */
final class ProviderKeys {

    static final Set<String> NAMES = Set.of("apiKey", "baseUrl", "models", "allowUnlisted", "connectTimeout",
        "firstByteTimeout", "firstTokenTimeout", "idleTimeout", "maxConnections", "proxy", "headers", "trustStore",
        "clientCertificate");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_CONNECTIONS = 2_000;

    private final ConfigFile file;

    ProviderKeys(ConfigFile file) {
        this.file = file;
    }

    /** The settings of a provider: what the file says, over what the plugin says of itself. */
    ProviderSettings settings(String id, UpstreamHeader upstream, List<CredentialReference> fromEnvironment)
        throws BadConfigurationException {
        var credentials = credentials();
        return new ProviderSettings(id, upstream.name().isEmpty() ? id : upstream.name(),
            url("baseUrl").orElseGet(() -> URI.create(upstream.baseUrl())),
            credentials.isEmpty() ? fromEnvironment : credentials, texts("models"),
            truth("allowUnlisted", upstream.allowUnlisted()), duration("connectTimeout", CONNECT_TIMEOUT),
            duration("firstByteTimeout", ANSWER_TIMEOUT), duration("firstTokenTimeout", ANSWER_TIMEOUT),
            duration("idleTimeout", IDLE_TIMEOUT), count("maxConnections", MAX_CONNECTIONS), url("proxy"), headers(),
            text("trustStore"), text("clientCertificate"), upstream.hosts());
    }

    private List<CredentialReference> credentials() throws BadConfigurationException {
        var value = value("apiKey");
        if (value.isEmpty() || value.get().isJsonArray()) {
            return texts("apiKey").stream().map(CredentialReference::new).toList();
        }
        return text("apiKey").map(CredentialReference::new).stream().toList();
    }

    private Optional<JsonElement> value(String key) {
        return Optional.ofNullable(file.settings().get(key)).map(ConfigFile.Setting::value);
    }

    private Optional<String> text(String key) throws BadConfigurationException {
        var value = value(key);
        return value.isEmpty() ? Optional.empty() : Optional.of(text(key, value.get()));
    }

    /** No message shows the value: it may be a credential. */
    private String text(String key, JsonElement value) throws BadConfigurationException {
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isString() || primitive.getAsString().isBlank()) {
            throw file.wrong(key, "has to be a text that is not empty");
        }
        return primitive.getAsString();
    }

    private List<String> texts(String key) throws BadConfigurationException {
        var value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isJsonArray() || value.get().getAsJsonArray().isEmpty()) {
            throw file.wrong(key, "has to be an array of texts that is not empty");
        }
        var texts = new ArrayList<String>();
        for (var item : value.get().getAsJsonArray()) {
            texts.add(text(key, item));
        }
        return List.copyOf(texts);
    }

    private boolean truth(String key, boolean otherwise) throws BadConfigurationException {
        var value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!(value.get() instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
            throw file.wrong(key, "has to be true or false");
        }
        return primitive.getAsBoolean();
    }

    private Duration duration(String key, Duration otherwise) throws BadConfigurationException {
        var text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var duration = Duration.parse(text.get());
            if (duration.isNegative() || duration.isZero()) {
                throw file.wrong(key, "has to be longer than nothing");
            }
            return duration;
        } catch (DateTimeParseException malformed) {
            throw file.wrong(key, "has to be an ISO-8601 duration such as \"%s\"; it is \"%s\""
                .formatted(otherwise, text.get()));
        }
    }

    private int count(String key, int otherwise) throws BadConfigurationException {
        var value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            if (value.get() instanceof JsonPrimitive primitive && primitive.isNumber()) {
                int count = primitive.getAsBigDecimal().intValueExact();
                if (count > 0) {
                    return count;
                }
            }
        } catch (ArithmeticException tooLargeOrNotWhole) {
            throw file.wrong(key, "has to be a whole number of at least 1");
        }
        throw file.wrong(key, "has to be a whole number of at least 1");
    }

    private Optional<URI> url(String key) throws BadConfigurationException {
        var text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var url = new URI(text.get().replaceAll("/+$", ""));
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException malformed) {
            throw wrongUrl(key);
        }
        throw wrongUrl(key);
    }

    /** Not shown: an address may carry a password. */
    private BadConfigurationException wrongUrl(String key) {
        return file.wrong(key, "has to be an address such as \"http://127.0.0.1:9999/v1\", without ? and #");
    }

    private Headers headers() throws BadConfigurationException {
        var headers = Headers.none();
        for (var line : texts("headers")) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.chars().anyMatch(character -> character < ' ')) {
                throw file.wrong("headers", "has to be an array of \"Name: value\"");
            }
            headers = headers.with(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }
}
