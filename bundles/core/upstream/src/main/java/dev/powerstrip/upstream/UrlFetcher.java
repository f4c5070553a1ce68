package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.Fetcher;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.upstream.Fetched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Gets what clients' URLs lead to, over HTTPS and from public addresses only, if the operator allows it. Thread-safe. */
@Component(configurationPid = "upstream")
@Designate(ocd = UrlFetcher.Config.class)
public final class UrlFetcher implements Fetcher {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int REDIRECTS = 5;

    private final Alarms alarms = new Alarms();
    private final HostNames names;
    private final SSLContext tls;
    private final Supplier<Socket> sockets;
    private final Duration limit;
    private volatile boolean allowed;

    @Activate
    public UrlFetcher(Config config) throws IOException {
        this(config.fetch(), InetAddress::getAllByName, Tls.context(Optional.empty(), Optional.empty()), Socket::new,
            LIMIT);
    }

    UrlFetcher(boolean allowed, HostNames.Resolver resolver, SSLContext tls, Supplier<Socket> sockets, Duration limit) {
        this.allowed = allowed;
        this.names = new HostNames(resolver);
        this.tls = tls;
        this.sockets = sockets;
        this.limit = limit;
    }

    /** A change here must not make a new component: everything that uses this one would be made anew as well. */
    @Modified
    void modified(Config config) {
        allowed = config.fetch();
    }

    @Deactivate
    void close() {
        alarms.close();
        names.close();
    }

    @Override
    public Fetched fetch(URI url, Cancellation cancellation) throws IOException {
        if (!allowed) {
            throw refused(
                "this gateway does not fetch URLs for this model's provider: send the content as a data: URL, "
                    + "or have the operator set \"fetch\": true in etc/upstream.cfg.json");
        }
        check(url);
        try (var fetch = new Fetch(tls, sockets, alarms, limit, cancellation)) {
            var addresses = publicAddresses(url, fetch);
            var next = url;
            for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
                var answer = fetch.get(next, addresses);
                if (answer.content().isPresent()) {
                    return answer.content().get();
                }
                next = redirected(next, answer.location());
            }
            throw refused("the URL at %s redirects more than %d times".formatted(url.getHost(), REDIRECTS));
        }
    }

    private static void check(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw refused("a URL that is to be fetched begins with https:// and names a host");
        }
        if (url.getRawUserInfo() != null || url.getPort() != -1 && url.getPort() != 443) {
            throw refused("a URL that is to be fetched names no user and no port");
        }
    }

    /** The only look-up: what comes of it is what is connected to, whatever the name leads to a moment later. */
    private InetAddress[] publicAddresses(URI url, Fetch fetch) throws IOException {
        try {
            var addresses = fetch.await(url, names.lookUp(url.getHost()));
            if (addresses.length > 0 && Arrays.stream(addresses).allMatch(PublicAddresses::contain)) {
                return addresses;
            }
        } catch (UnknownHostException unknown) {
            throw refused(notPublic(url), unknown);
        }
        throw refused(notPublic(url));
    }

    /** Does not tell hosts that are unknown from those that only this network knows. */
    private static String notPublic(URI url) {
        return "the host %s of a URL has no public address".formatted(url.getHost());
    }

    private static URI redirected(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException malformed) {
            throw refused("the URL at %s redirects to something that is no URL".formatted(from.getHost()));
        }
        if (!from.getHost().equalsIgnoreCase(to.getHost())) {
            throw refused("the URL at %s redirects to another host: give the URL where it ends".formatted(
                from.getHost()));
        }
        check(to);
        return to;
    }

    static GatewayException refused(String why) {
        return new GatewayException(ErrorType.INVALID_REQUEST, why);
    }

    /** @param cause of which the client is told no word */
    static GatewayException refused(String why, Exception cause) {
        return new GatewayException(ErrorType.INVALID_REQUEST, why, cause);
    }

    /** What may leave the gateway. */
    @ObjectClassDefinition(name = "upstream", description = "What may leave the gateway")
    public @interface Config {

        @AttributeDefinition(description = "whether URLs in requests are fetched for providers that take none")
        boolean fetch() default false;
    }
}
