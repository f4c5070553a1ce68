package dev.powerstrip.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.catalog.ProviderCatalog.Version;
import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue as it is at one time. Immutable once made. */
final class Edition {

    static final Edition NONE = new Edition(null);

    private static final Logger LOG = LoggerFactory.getLogger(Edition.class);
    private static final String ALL = "*";

    private final Version version;
    private final Map<String, List<Endpoint>> models = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Unlisted> unlisted = new HashMap<>();

    private Edition(Version version) {
        this.version = version;
    }

    static Edition of(Version version, List<ProviderInfo> providers, Overrides overrides, Listings listings) {
        var edition = new Edition(version);
        providers.forEach(provider -> edition.add(provider, overrides, listings));
        edition.models.replaceAll((slug, endpoints) -> List.copyOf(endpoints));
        return edition;
    }

    boolean isOf(Version other) {
        return other.equals(version);
    }

    Map<String, List<Endpoint>> models() {
        return Collections.unmodifiableMap(models);
    }

    /** By slug, by alias, or as any native name of a provider that allows it; empty if it is none of these. */
    List<Endpoint> find(String model) {
        var listed = models.get(aliases.getOrDefault(model, model));
        if (listed != null) {
            return listed;
        }
        int slash = model.indexOf('/');
        var open = slash < 0 ? null : unlisted.get(model.substring(0, slash));
        return open == null ? List.of() : List.of(open.endpoint(model, model.substring(slash + 1)));
    }

    private void add(ProviderInfo provider, Overrides overrides, Listings listings) {
        var settings = provider.settings();
        var own = ownEntries(provider);
        var forms = forms(own.values());
        for (var entry : wanted(settings, own, forms, listings)) {
            try {
                add(settings, entry, overrides);
            } catch (RuntimeException e) {
                LOG.warn("provider {}: the model {} is left out: {}", settings.id(), entry.get("native"),
                    e.getMessage());
            }
        }
        if (settings.allowUnlisted()) {
            unlisted.put(settings.id(), new Unlisted(settings, forms));
        }
    }

    private void add(ProviderSettings settings, JsonObject entry, Overrides overrides) {
        var nativeId = entry.get("native").getAsString();
        var slug = entry.has("model") ? entry.get("model").getAsString() : settings.id() + "/" + nativeId;
        overrides.of(settings.id() + "/" + nativeId).entrySet()
            .forEach(fact -> entry.add(fact.getKey(), fact.getValue()));
        var endpoint = Endpoint.of(settings.id(), settings.name(), slug, nativeId, entry);
        models.computeIfAbsent(slug, any -> new ArrayList<>()).add(endpoint);
        if (entry.has("canonical_slug")) {
            aliases.putIfAbsent(entry.get("canonical_slug").getAsString(), slug);
        }
    }

    private static Map<String, JsonObject> ownEntries(ProviderInfo provider) {
        var own = new LinkedHashMap<String, JsonObject>();
        if (!provider.models().isEmpty()) {
            try {
                for (var element : JsonParser.parseString(provider.models()).getAsJsonObject()
                    .getAsJsonArray("models")) {
                    var entry = element.getAsJsonObject();
                    own.put(entry.get("native").getAsString(), entry);
                }
            } catch (JsonParseException | IllegalStateException | NullPointerException e) {
                LOG.warn("provider {}: its models.json cannot be read: {}", provider.settings().id(), e.getMessage());
            }
        }
        return own;
    }

    /** The forms that a provider speaks, as its own list says: what it serves besides is taken to speak them too. */
    private static JsonArray forms(Collection<JsonObject> entries) {
        var forms = new JsonArray();
        entries.stream().filter(entry -> entry.has("forms"))
            .flatMap(entry -> StreamSupport.stream(entry.getAsJsonArray("forms").spliterator(), false))
            .filter(form -> !forms.contains(form)).forEach(forms::add);
        if (forms.isEmpty()) {
            forms.add(Form.OPENAI_CHAT.name());
        }
        return forms;
    }

    /** The jar's own list, narrowed to or extended by what the operator names. */
    private static List<JsonObject> wanted(ProviderSettings settings, Map<String, JsonObject> own, JsonArray forms,
        Listings listings) {
        if (settings.models().isEmpty()) {
            return List.copyOf(own.values());
        }
        var names = new TreeSet<String>(settings.models().contains(ALL) ? listings.of(settings) : Set.of());
        names.addAll(settings.models());
        names.remove(ALL);
        return names.stream().map(name -> own.getOrDefault(name, bare(name, forms))).toList();
    }

    private static JsonObject bare(String nativeId, JsonArray forms) {
        var entry = new JsonObject();
        entry.addProperty("native", nativeId);
        entry.add("forms", forms);
        return entry;
    }

    /** A provider that may be asked for any native name. */
    private record Unlisted(ProviderSettings settings, JsonArray forms) {

        Endpoint endpoint(String model, String nativeId) {
            return Endpoint.of(settings.id(), settings.name(), model, nativeId, bare(nativeId, forms));
        }
    }
}
