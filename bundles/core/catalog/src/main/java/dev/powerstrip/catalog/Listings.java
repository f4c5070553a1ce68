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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
    private final AtomicLong changes = new AtomicLong();

    Listings(Upstream upstream, Secrets secrets) {
        this.upstream = upstream;
        this.secrets = secrets;
        this.poll = new Poll("model-listings", UNANSWERED, this::look);
    }

    /** Grows whenever a listing changed. */
    long changes() {
        return changes.get();
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

    /** What an upstream lists just now, asked on the calling thread; remembered where it was wanted before. */
    Set<String> refresh(ProviderSettings settings) throws IOException {
        var names = fetch(settings);
        remember(settings, names);
        return names;
    }

    /** The change is counted once it can be seen: whoever knows the new count would not look again. */
    private void remember(ProviderSettings asked, Set<String> names) {
        var before = listings.get(asked.id());
        var now = listings.computeIfPresent(asked.id(), (id, listing) -> listing.with(names, asked.baseUrl()));
        if (now != before) {
            changes.incrementAndGet();
        }
    }

    private void ask(String provider) {
        try {
            var settings = listings.get(provider).settings;
            remember(settings, fetch(settings));
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
            items(JsonView.parse(body)).forEach(item -> name(item).ifPresent(names::add));
            return names;
        }
    }

    /** Most wrap their list; some, such as Together, do not. */
    private static List<JsonView> items(JsonView list) {
        return Stream.of(list, list.get("data"), list.get("models")).map(JsonView::items)
            .filter(items -> !items.isEmpty()).findFirst().orElse(List.of());
    }

    private static Optional<String> name(JsonView item) {
        return item.get("id").string().or(() -> item.get("name").string());
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

        /** The same where nothing is new, or where another upstream has been asked than is wanted by now. */
        Listing with(Set<String> listed, URI baseUrl) {
            return names.equals(listed) || !settings.baseUrl().equals(baseUrl) ? this : new Listing(settings, listed);
        }
    }
}
