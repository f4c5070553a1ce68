package dev.powerstrip.catalog;

import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Plugins.ProviderInfo;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The catalogue of the providers that are on now; remade when they, their listings or {@code models.json} change. */
@Component
public final class ProviderCatalog implements Catalog {

    private final Plugins plugins;
    private final Overrides overrides;
    private final Listings listings;
    private final ReentrantLock making = new ReentrantLock();
    private volatile Edition edition = Edition.NONE;

    @Activate
    public ProviderCatalog(@Reference Plugins plugins, @Reference Upstream upstream, @Reference Secrets secrets,
        BundleContext context) {
        this(plugins, new Overrides(Home.of(context).etc().resolve("models.json")), new Listings(upstream, secrets));
    }

    ProviderCatalog(Plugins plugins, Overrides overrides, Listings listings) {
        this.plugins = plugins;
        this.overrides = overrides;
        this.listings = listings;
    }

    @Deactivate
    void stop() {
        overrides.close();
        listings.close();
    }

    @Override
    public Map<String, List<Endpoint>> models() {
        return current().models();
    }

    @Override
    public Choice choose(String model) {
        return new ModelName(current()).choice(model);
    }

    @Override
    public Map<String, String> latest() {
        return current().latest();
    }

    @Override
    public List<Provider> providers() {
        return current().offers().stream().map(offer -> new Provider(offer.id(), offer.name(), offer.facts())).toList();
    }

    @Override
    public Map<String, String> refresh() {
        return new Refresh(listings).of(current().offers());
    }

    private Edition current() {
        var known = edition;
        return known.isOf(version()) ? known : remade();
    }

    private Version version() {
        return new Version(plugins.changes(), overrides.changes(), listings.changes());
    }

    private Edition remade() {
        making.lock();
        try {
            var version = version();
            if (!edition.isOf(version)) {
                edition = new Edition(version, plugins.providers().stream().map(this::offer).toList());
            }
            return edition;
        } finally {
            making.unlock();
        }
    }

    /** Most providers are as they were. */
    private Offer offer(ProviderInfo provider) {
        var listing = provider.settings().models().contains(Offer.ALL) ? listings.of(provider.settings())
            : Set.<String>of();
        return edition.offers().stream().filter(offer -> offer.isOf(provider, listing, overrides)).findFirst()
            .orElseGet(() -> Offer.of(provider, listing, overrides));
    }

    /** What an edition was made from. */
    record Version(long plugins, long overrides, long listings) {}
}
