package dev.powerstrip.http;

import dev.powerstrip.line.Edge;
import dev.powerstrip.line.Home;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the gateway's listener and gives its exchanges to the sites that are there. Its services are registered by
 * hand, because a component's would carry the whole configuration, the key store's password among it.
 */
@Component(service = {}, immediate = true, configurationPid = "http")
@Designate(ocd = HttpEdge.Config.class)
public final class HttpEdge {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

    private final Sites sites = new Sites();
    private final Exchanges exchanges = new Exchanges();
    private final Health health = new Health(sites, exchanges);
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final BundleContext context;
    private final Listener listener;

    @Activate
    public HttpEdge(BundleContext context, Config config) {
        this.context = context;
        sites.add(new Description(sites, context.getBundle().getVersion().toString()), "description");
        listener = withContextLoader(
            () -> new Listener(settings(config), exchanges, health, new Reception(sites)));
    }

    private Settings settings(Config config) {
        return Settings.of(config, property -> Optional.ofNullable(context.getProperty(property)),
            Home.of(context).etc());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    void addSite(Site site, Map<String, Object> properties) {
        sites.add(site, Objects.toString(properties.get("powerstrip.site"), ""));
    }

    void removeSite(Site site) {
        sites.remove(site);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    void setPlugins(PluginAdmin plugins) {
        health.plugins(plugins);
    }

    void unsetPlugins(PluginAdmin plugins) {
        health.pluginsGone(plugins);
    }

    @Activate
    void start() {
        withContextLoader(() -> {
            listener.start();
            return listener;
        });
        services.add(context.registerService(Edge.class, listener, null));
        services.add(context.registerService(Runnable.class, this::drain,
            FrameworkUtil.asDictionary(Map.of("powerstrip.drain", true))));
    }

    /** Lets nobody in any more, and waits until those who are in have their answers, within the drain timeout. */
    private void drain() {
        try {
            exchanges.drain(listener.settings().drainTimeout());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Modified
    void modified(Config config) {
        try {
            apply(settings(config));
        } catch (IllegalArgumentException refused) {
            LOG.warn("etc/http.cfg.json is refused, what was set before stays: {}", refused.getMessage());
        }
    }

    private void apply(Settings changed) {
        if (listener.settings().listensLike(changed)) {
            listener.apply(changed);
        } else {
            LOG.warn("etc/http.cfg.json is refused, what was set before stays: "
                + "host, port, adminListener, allowedOrigins and the key store change with a restart only");
        }
    }

    @Deactivate
    void stop() {
        services.forEach(ServiceRegistration::unregister);
        listener.stop();
        exchanges.close();
    }

    /** Jetty looks for parts of itself by the context loader: this bundle's names them, see META-INF/services. */
    private static Listener withContextLoader(Supplier<Listener> action) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(HttpEdge.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What can be set in {@code etc/http.cfg.json}. */
    @ObjectClassDefinition(name = "HTTP", description = "The gateway's listener")
    public @interface Config {

        @AttributeDefinition(description = "Address to listen on; the command line and POWERSTRIP_HOST win over it")
        String host() default "127.0.0.1";

        @AttributeDefinition(min = "0", max = "65535",
            description = "Port to listen on, 0 for any free one; the command line and POWERSTRIP_PORT win over it")
        int port() default 8080;

        @AttributeDefinition(description = "HOST:PORT of a second listener, for administration only and for any caller")
        String adminListener() default "";

        @AttributeDefinition(description = "Serve administration to callers from other machines, too")
        boolean adminOnPublic() default false;

        @AttributeDefinition(description = "Host names, without port, that requests may name beside this machine's own")
        String[] allowedHosts() default {};

        @AttributeDefinition(
            description = "Origins of web pages that may call the API, such as https://app.example, or * for any")
        String[] allowedOrigins() default {};

        @AttributeDefinition(
            description = "ROUTE=BYTES, such as embeddings=4194304: the largest body of a request there; "
                + "maxBodyBytes in etc/admission.cfg.json holds as well")
        String[] bodyLimits() default {};

        @AttributeDefinition(min = "-1",
            description = "JSON answers of more bytes are packed for clients that accept gzip; -1 packs none")
        int gzipAbove() default 16384;

        @AttributeDefinition(min = "1", max = "1000000", description = "Requests served at once; one more gets 503")
        int maxExchanges() default 2000;

        @AttributeDefinition(min = "1", max = "1000000", description = "Connections open at once; more wait")
        int maxConnections() default 8192;

        @AttributeDefinition(min = "1024", max = "1048576", description = "Bytes of a request's line and headers")
        int maxHeaderBytes() default 32768;

        @AttributeDefinition(description = "How long a request's head may take to arrive whole")
        String headTimeout() default "PT10S";

        @AttributeDefinition(description = "How long a request's body may take, and a second more for each 4 KB of it")
        String bodyTimeout() default "PT30S";

        @AttributeDefinition(description = "How long a client may take to read 64 KB of its answer")
        String writeTimeout() default "PT30S";

        @AttributeDefinition(description = "How long a connection is kept for another request")
        String keepAliveIdle() default "PT75S";

        @AttributeDefinition(description = "How long running requests may take to end once the gateway is to stop")
        String drainTimeout() default "PT30S";

        @AttributeDefinition(
            description = "PKCS#12 file with key and certificate; with it TLS is spoken, and nothing else")
        String tlsKeyStore() default "";

        @AttributeDefinition(type = AttributeType.PASSWORD, description = "Its password, or $[env:NAME]")
        String tlsKeyStorePassword() default "";
    }
}
