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
    private final JsonArray forms = new JsonArray();
    private final List<Endpoint> endpoints = new ArrayList<>();

    private Offer(ProviderInfo provider, Set<String> listing, long overridden, ProviderModels own) {
        this.provider = provider;
        this.listing = listing;
        this.overridden = overridden;
        this.facts = own.provider();
    }

    static Offer of(ProviderInfo provider, Set<String> listing, Overrides overrides) {
        var own = own(provider);
        var offer = new Offer(provider, listing, overrides.changes(), own);
        offer.add(own.endpoints(offer.id(), offer.name()), overrides);
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

    /** The jar's own list, narrowed to or extended by what is named. */
    private void add(List<Endpoint> own, Overrides overrides) {
        own.stream().flatMap(endpoint -> endpoint.forms().stream()).map(Form::name).map(JsonPrimitive::new)
            .filter(form -> !forms.contains(form)).forEach(forms::add);
        var models = provider.settings().models();
        if (models.isEmpty()) {
            own.forEach(endpoint -> add(endpoint, overrides));
            return;
        }
        Map<String, Endpoint> known = new LinkedHashMap<>();
        own.forEach(endpoint -> known.put(endpoint.nativeId(), endpoint));
        var names = new TreeSet<String>(models.contains(ALL) ? listing : Set.of());
        names.addAll(models);
        names.remove(ALL);
        names.forEach(name -> add(known.getOrDefault(name, unlisted(id() + "/" + name, name)), overrides));
    }

    private void add(Endpoint endpoint, Overrides overrides) {
        var changes = overrides.of(id() + "/" + endpoint.nativeId());
        try {
            endpoints.add(changes.size() == 0 ? endpoint : changed(endpoint, changes));
        } catch (IllegalArgumentException e) {
            LOG.warn("provider {}: the model {} is left out, because of what etc/models.json says: {}", id(),
                endpoint.nativeId(), e.getMessage());
        }
    }

    private Endpoint changed(Endpoint endpoint, JsonObject changes) {
        var facts = ProviderModels.overridden(endpoint.facts(), changes);
        var slug = changes.has("model") ? changes.get("model").getAsString() : endpoint.model();
        return Endpoint.of(id(), name(), slug, endpoint.nativeId(), facts);
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

    /**
     * A model of which no more is known than the provider's own name. The provider is taken to speak the forms for it that
     * it speaks for those it lists.
     */
    Endpoint unlisted(String model, String nativeId) {
        var bare = new JsonObject();
        if (!forms.isEmpty()) {
            bare.add("forms", forms);
        }
        return Endpoint.of(id(), name(), model, nativeId, bare);
    }
}
