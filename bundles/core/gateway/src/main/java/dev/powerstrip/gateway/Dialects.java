package dev.powerstrip.gateway;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds the dialect that a client speaks. */
@Component(service = Dialects.class)
public final class Dialects {

    private final Plugins plugins;

    @Activate
    public Dialects(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    /** The first dialect that accepts the request, held until the exchange is over; a plain refusal if none does. */
    ClientDialect speaking(RequestHead head, Exchange exchange) throws IOException {
        var leases = plugins.leaseAll(Dialect.class);
        var accepting = firstAccepting(leases, head);
        leases.stream().filter(lease -> lease != accepting).forEach(Lease::close);
        if (accepting != null) {
            accepting.onRecall(() -> exchange.stop(new GatewayException(ErrorType.UNAVAILABLE,
                "the gateway's %s was replaced and the time for its last calls is over: send the request again"
                    .formatted(accepting.revision().plugin()))));
        }
        return accepting == null ? new NoDialect(head, leases.isEmpty()) : new LeasedDialect(accepting, head);
    }

    private static Lease<Dialect> firstAccepting(List<Lease<Dialect>> leases, RequestHead head) throws IOException {
        for (var lease : leases) {
            if (lease.call(dialect -> dialect.accepts(head))) {
                return lease;
            }
        }
        return null;
    }
}
