package dev.powerstrip.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one provider offers: the models of its jar, narrowed to or extended by what the operator names or its upstream lists,
 * with the operator's own facts laid over. Immutable.
 */
final class Offer {

    static final String ALL = "*";

    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

    private final ProviderInfo provider;
    private final Set<String> listing;
    private final long overridden;
    private final JsonObject facts;
    private final JsonArray forms;
    private final List<Endpoint> endpoints = new ArrayList<>();

    private Offer(ProviderInfo provider, Set<String> listing, long overridden, ProviderModels own) {
        this.provider = provider;
        this.listing = listing;
        this.overridden = overridden;
        this.facts = own.provider();
        this.forms = forms(own.models());
    }

    static Offer of(ProviderInfo provider, Set<String> listing, Overrides overrides) {
        var own = own(provider);
        var offer = new Offer(provider, listing, overrides.changes(), own);
        offer.wanted(own).forEach(facts -> offer.add(facts, overrides));
        return offer;
    }

    /** True if it would come out the same again. */
    boolean isOf(ProviderInfo other, Set<String> otherListing, Overrides overrides) {
        return overridden == overrides.changes() && listing.equals(otherListing) && provider.equals(other);
    }

    private static ProviderModels own(ProviderInfo provider) {
        if (provider.models().isEmpty()) {
            return ProviderModels.none();
        }
        try {
            var own = ProviderModels.read(provider.models());
            own.problems().forEach(problem -> LOG.warn("provider {}: models.json, {}; this model is left out",
                provider.settings().id(), problem));
            return own;
        } catch (IllegalArgumentException e) {
            LOG.warn("provider {}: its models.json cannot be read: {}", provider.settings().id(), e.getMessage());
            return ProviderModels.none();
        }
    }

    /** The forms that a provider speaks, as its own list says: what it serves besides is taken to speak them too. */
    private static JsonArray forms(List<JsonObject> models) {
        var forms = new JsonArray();
        models.stream().filter(facts -> facts.has("forms"))
            .flatMap(facts -> StreamSupport.stream(facts.getAsJsonArray("forms").spliterator(), false))
            .filter(form -> !forms.contains(form)).forEach(forms::add);
        if (forms.isEmpty()) {
            forms.add(Form.OPENAI_CHAT.name());
        }
        return forms;
    }

    private List<JsonObject> wanted(ProviderModels own) {
        var models = provider.settings().models();
        if (models.isEmpty()) {
            return own.models();
        }
        Map<String, JsonObject> known = new LinkedHashMap<>();
        own.models().forEach(facts -> known.put(facts.get("native").getAsString(), facts));
        var names = new TreeSet<String>(models.contains(ALL) ? listing : Set.of());
        names.addAll(models);
        names.remove(ALL);
        return names.stream().map(name -> known.getOrDefault(name, bare(name))).toList();
    }

    private JsonObject bare(String nativeId) {
        var facts = new JsonObject();
        facts.add("native", new JsonPrimitive(nativeId));
        facts.add("forms", forms);
        return facts;
    }

    private void add(JsonObject given, Overrides overrides) {
        var nativeId = given.get("native").getAsString();
        var key = id() + "/" + nativeId;
        try {
            var all = ProviderModels.overridden(given, overrides.of(key));
            var slug = all.has("model") ? all.get("model").getAsString() : key;
            endpoints.add(Endpoint.of(id(), name(), slug, nativeId, all));
        } catch (IllegalArgumentException e) {
            LOG.warn("provider {}: the model {} is left out, because of what etc/models.json says: {}", id(), nativeId,
                e.getMessage());
        }
    }

    String id() {
        return provider.settings().id();
    }

    String name() {
        return provider.settings().name();
    }

    ProviderSettings settings() {
        return provider.settings();
    }

    /** What the provider says of itself. */
    JsonObject facts() {
        return facts.deepCopy();
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** A model of which no more is known than the provider's own name. */
    Endpoint unlisted(String model, String nativeId) {
        return Endpoint.of(id(), name(), model, nativeId, bare(nativeId));
    }
}
