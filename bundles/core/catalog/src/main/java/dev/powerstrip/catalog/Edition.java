package dev.powerstrip.catalog;

import dev.powerstrip.catalog.ProviderCatalog.Version;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The catalogue as it is at one time. Immutable once made. */
final class Edition {

    static final Edition NONE = new Edition(null, List.of());

    private final Version version;
    private final List<Offer> offers;
    private final Map<String, List<Endpoint>> models = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Offer> unlisted = new HashMap<>();
    private final Map<String, String> latest;

    /** @param offers in the order of the providers' ids, which is the catalogue's */
    Edition(Version version, List<Offer> offers) {
        this.version = version;
        this.offers = offers;
        offers.forEach(this::add);
        models.replaceAll((slug, endpoints) -> List.copyOf(endpoints));
        models.forEach(this::addAliases);
        this.latest = Latest.of(models);
    }

    private void add(Offer offer) {
        offer.endpoints()
            .forEach(endpoint -> models.computeIfAbsent(endpoint.model(), any -> new ArrayList<>()).add(endpoint));
        if (offer.settings().allowUnlisted()) {
            unlisted.put(offer.id(), offer);
        }
    }

    private void addAliases(String slug, List<Endpoint> endpoints) {
        aliases.putIfAbsent(folded(slug), slug);
        for (var endpoint : endpoints) {
            endpoint.word("canonical_slug").ifPresent(name -> aliases.putIfAbsent(folded(name), slug));
            endpoint.words("aliases").forEach(name -> aliases.putIfAbsent(folded(name), slug));
        }
    }

    /** Names that differ only in case, or in a dash for a dot, mean the same. */
    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('.', '-');
    }

    boolean isOf(Version other) {
        return other.equals(version);
    }

    List<Offer> offers() {
        return offers;
    }

    Map<String, List<Endpoint>> models() {
        return Collections.unmodifiableMap(models);
    }

    /** The model that each {@code ~author/family-latest} stands for. */
    Map<String, String> latest() {
        return latest;
    }

    /** A model by its slug, by an alias, or as the latest of its family; empty if it is none of these. */
    List<Endpoint> listed(String name) {
        var slug
            = models.containsKey(name) ? name : latest.getOrDefault(name, aliases.getOrDefault(folded(name), name));
        return models.getOrDefault(slug, List.of());
    }

    /** A native name of a provider that allows any; empty if it is no such name. */
    List<Endpoint> unlisted(String name) {
        int slash = name.indexOf('/');
        var offer = slash < 0 ? null : unlisted.get(name.substring(0, slash));
        return offer == null ? List.of() : List.of(offer.unlisted(name, name.substring(slash + 1)));
    }
}
