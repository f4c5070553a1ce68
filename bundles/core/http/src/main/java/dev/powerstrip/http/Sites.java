package dev.powerstrip.http;

import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.http.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sites that are there now; the gateway's, which takes whatever no other does, is asked last. Thread-safe. */
final class Sites {

    /** What a site's service property {@code powerstrip.site} says of it. */
    record Entry(Site site, String kind) {

        boolean isAdmin() {
            return kind.equals("admin");
        }

        boolean isGateway() {
            return kind.equals("gateway");
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    void add(Site site, String kind) {
        var entry = new Entry(site, kind);
        if (entry.isGateway()) {
            entries.add(entry);
        } else {
            entries.add(0, entry);
        }
    }

    void remove(Site site) {
        entries.removeIf(entry -> entry.site() == site);
    }

    Optional<Entry> accepting(RequestHead head) {
        for (var entry : entries) {
            if (entry.site().accepts(head)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** What all of them serve. */
    List<Route> routes() {
        return entries.stream().flatMap(entry -> entry.site().routes().stream()).toList();
    }

    boolean hasGateway() {
        return entries.stream().anyMatch(Entry::isGateway);
    }
}
