package dev.powerstrip.upstream;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The outbound HTTP/1.1 client: blocking, on the caller's thread, over kept connections. Thread-safe. */
@Component
public final class UpstreamClient implements Upstream {

    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Egress egress = new Egress();
    private final Alarms alarms = new Alarms();
    private final HostNames names;
    private final ConcurrentMap<Destination, Pool> pools = new ConcurrentHashMap<>();

    @Activate
    public UpstreamClient() {
        this(InetAddress::getAllByName);
    }

    UpstreamClient(HostNames.Resolver resolver) {
        names = new HostNames(resolver);
        alarms.every(SWEEP, this::sweep);
    }

    @Override
    public Response send(UpstreamRequest request, ProviderSettings settings, Cancellation cancellation)
        throws IOException {
        egress.check(request.uri(), settings);
        var pool = pool(Destination.of(request.uri(), settings));
        var call = new Call(pool, request, settings, cancellation, alarms);
        return new CallResponse(call, call.send());
    }

    private Pool pool(Destination destination) throws IOException {
        var known = pools.get(destination);
        if (known != null) {
            return known;
        }
        var made = new Pool(destination, names);
        var earlier = pools.putIfAbsent(destination, made);
        return earlier == null ? made : earlier;
    }

    private void sweep() {
        pools.values().forEach(Pool::closeIdle);
        pools.values().removeIf(Pool::forgotten);
    }

    /** Ends every call. */
    @Deactivate
    void close() {
        alarms.close();
        pools.values().forEach(Pool::close);
        names.close();
    }
}
