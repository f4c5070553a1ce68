package dev.powerstrip.catalog;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What upstreams list as their models, asked for when they are wanted and every few minutes from then on. */
final class Listings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listings.class);
    private static final Duration UNANSWERED = Duration.ofSeconds(5);
    private static final int ANSWERED = 60;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Upstream upstream;
    private final Secrets secrets;
    private final Map<String, Listing> listings = new ConcurrentHashMap<>();
    private final Poll poll;
    private int looks;
    private volatile long changes;

    Listings(Upstream upstream, Secrets secrets) {
        this.upstream = upstream;
        this.secrets = secrets;
        this.poll = new Poll("model-listings", UNANSWERED, this::look);
    }

    /** Grows whenever a listing changed. */
    long changes() {
        return changes;
    }

    /** The native names that upstream lists; none until it has answered. */
    Set<String> of(ProviderSettings settings) {
        var known = listings.get(settings.id());
        if (known == null || !known.settings.equals(settings)) {
            known = new Listing(settings, known == null ? Set.of() : known.namesAt(settings.baseUrl()));
            listings.put(settings.id(), known);
            poll.now(() -> ask(settings.id()));
        }
        return known.names;
    }

    /** Those that have not answered are asked soon again, the others every five minutes. */
    private void look() {
        boolean all = ++looks % ANSWERED == 0;
        listings.forEach((provider, listing) -> {
            if (all || listing.names.isEmpty()) {
                ask(provider);
            }
        });
    }

    private void ask(String provider) {
        var listing = listings.get(provider);
        try {
            var names = fetch(listing.settings);
            if (!names.equals(listing.names)) {
                listings.put(provider, new Listing(listing.settings, names));
                changes++;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("provider {} does not list its models: {}", provider, e.getMessage());
        }
    }

    private Set<String> fetch(ProviderSettings settings) throws IOException {
        var request = UpstreamRequest.get(URI.create(settings.baseUrl() + "/models")).headers(settings.headers());
        if (!settings.credentials().isEmpty()) {
            request.bearer(secrets.resolve(settings.credentials().get(0)));
        }
        try (var response = upstream.send(request.build(), settings, new Cancellation())) {
            var body = response.body().readNBytes(LARGEST);
            if (response.status() != 200) {
                throw new IOException("GET %s/models answered %d".formatted(settings.baseUrl(), response.status()));
            }
            var names = new TreeSet<String>();
            JsonView.parse(body).get("data").items().forEach(item -> item.get("id").string().ifPresent(names::add));
            return names;
        }
    }

    @Override
    public void close() {
        poll.close();
    }

    private record Listing(ProviderSettings settings, Set<String> names) {

        /** A change of other settings leaves it as it is until the upstream has answered under the new ones. */
        Set<String> namesAt(URI baseUrl) {
            return settings.baseUrl().equals(baseUrl) ? names : Set.of();
        }
    }
}
