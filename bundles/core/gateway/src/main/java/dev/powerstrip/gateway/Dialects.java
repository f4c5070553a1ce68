package dev.powerstrip.gateway;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the dialect that a client speaks. */
@Component(service = Dialects.class)
public final class Dialects {

    private static final Logger LOG = LoggerFactory.getLogger(Dialects.class);

    private final Plugins plugins;

    @Activate
    public Dialects(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    /** What is served by all dialects that can say so. */
    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var lease : plugins.leaseAll(Dialect.class)) {
            try (lease) {
                routes.addAll(lease.call(Dialect::routes));
            } catch (PluginFailedException | GatewayException | IOException failed) {
                LOG.warn("{} could not say its routes, so they are not described: {}", lease.revision().plugin(),
                    failed.getMessage());
            }
        }
        return routes;
    }

    /** The first dialect that accepts the request, held until the exchange is over; a plain refusal if none does. */
    ClientDialect speaking(RequestHead head, Exchange exchange) {
        var leases = plugins.leaseAll(Dialect.class);
        Lease<Dialect> accepting = null;
        boolean allAnswered = !leases.isEmpty();
        for (var lease : leases) {
            try {
                if (accepting == null && lease.call(dialect -> dialect.accepts(head))) {
                    accepting = lease;
                }
            } catch (PluginFailedException | GatewayException | IOException failed) {
                // Its own clients are told that something is missing; those of others need not know.
                allAnswered = false;
            }
            if (lease != accepting) {
                lease.close();
            }
        }
        return accepting == null ? new NoDialect(head, allAnswered) : held(accepting, head, exchange);
    }

    private static ClientDialect held(Lease<Dialect> lease, RequestHead head, Exchange exchange) {
        lease.onRecall(() -> exchange.stop(new GatewayException(ErrorType.UNAVAILABLE,
            "the gateway's %s was replaced and the time for its last calls is over: send the request again"
                .formatted(lease.revision().plugin()))));
        return new LeasedDialect(lease, head);
    }
}
