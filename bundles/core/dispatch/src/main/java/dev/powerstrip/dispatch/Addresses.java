package dev.powerstrip.dispatch;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses below a provider's own, kept: making one costs more than finding it. Thread-safe. */
final class Addresses {

    /** Beyond so many, paths seem to be new with each call. */
    private static final int MOST = 4096;
    private static final Map<Place, URI> KNOWN = new ConcurrentHashMap<>();

    private record Place(URI base, String path) {}

    private Addresses() {}

    static URI of(URI base, String path) {
        var place = new Place(base, path);
        var known = KNOWN.get(place);
        if (known != null) {
            return known;
        }
        var made = made(base.toString(), path);
        if (KNOWN.size() < MOST) {
            KNOWN.put(place, made);
        }
        return made;
    }

    private static URI made(String base, String path) {
        var trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(path.startsWith("/") ? trimmed + path : trimmed + "/" + path);
    }
}
