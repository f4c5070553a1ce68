package dev.powerstrip.catalog;

import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what upstreams list as their models with what the catalogue has of them. */
final class Refresh {

    private static final int NAMED = 20;

    private final Listings listings;

    Refresh(Listings listings) {
        this.listings = listings;
    }

    /** Asks every provider that has an address; says in a sentence what came of it, by provider. */
    Map<String, String> of(List<Offer> offers) {
        var came = new TreeMap<String, String>();
        offers.stream().filter(offer -> offer.settings().baseUrl().isAbsolute())
            .forEach(offer -> came.put(offer.id(), asked(offer)));
        return came;
    }

    private String asked(Offer offer) {
        try {
            return compared(offer, listings.refresh(offer.settings()));
        } catch (IOException | RuntimeException e) {
            return "no list: " + e.getMessage();
        }
    }

    private static String compared(Offer offer, Set<String> listed) {
        var known = offer.endpoints().stream().map(Endpoint::nativeId).collect(Collectors.toCollection(TreeSet::new));
        var wanted = offer.settings().models().contains(Offer.ALL);
        var added = new TreeSet<>(listed);
        added.removeAll(known);
        var gone = new TreeSet<>(known);
        gone.removeAll(listed);
        return "%d models%s%s".formatted(listed.size(), wanted ? "" : named("; not in the catalogue", added),
            named("; in the catalogue but not listed", gone));
    }

    private static String named(String what, Collection<String> names) {
        return names.isEmpty() ? "" : what + ": " + names.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "");
    }
}
